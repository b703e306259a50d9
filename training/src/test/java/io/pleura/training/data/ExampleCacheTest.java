package io.pleura.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleCacheTest {

    private static final Example.InputShape SHAPE = new Example.InputShape(32, 4);

    private final Path folder;
    private final Path cache;
    private final AtomicInteger decoded = new AtomicInteger();

    ExampleCacheTest(@TempDir Path temporary) {
        this.folder = temporary.resolve("images");
        this.cache = temporary.resolve("cache");
    }

    @BeforeEach
    void writeFolder() throws IOException {
        for (int i = 0; i < 3; i++) {
            Pictures.write(folder.resolve(i + ".png"), 40, 30, BufferedImage.TYPE_BYTE_GRAY, i);
        }
        Pictures.writeMask(folder.resolve("0.mask.png"), 40, 30, 2, 2, 5, 5);
        Files.writeString(folder.resolve("bad.png"), "no picture");
        Files.write(
                folder.resolve("labels.csv"),
                List.of("image,mask,pneumothorax", "0.png,0.mask.png,1", "bad.png,,0", "1.png,,0", "2.png,,1"));
    }

    @Test
    void removesWhatAKilledRunLeftAndNotWhatAnotherIsWriting() throws IOException {
        Files.createDirectories(cache);
        Path left = Files.writeString(cache.resolve("making1.part"), "left");
        Path written = Files.writeString(cache.resolve("making2.part"), "written");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        load();

        assertThat(left).doesNotExist();
        assertThat(written).exists();
    }

    @Test
    void servesWhatItWasGiven() throws IOException {
        LoadedData fresh = new DataLoading(null, false).load(new LabelledFolder(folder), SHAPE, done -> {});
        load();
        assertThat(decoded).hasValue(4);
        LoadedData served = load();
        assertThat(decoded).hasValue(4);
        assertThat(served.badRows()).isEqualTo(fresh.badRows()).hasSize(1);
        assertThat(served.examples().summaries()).isEqualTo(fresh.examples().summaries());
        for (int i = 0; i < 3; i++) {
            assertThat(served.examples().get(i))
                    .usingRecursiveComparison()
                    .isEqualTo(fresh.examples().get(i));
        }
        assertThat(served.examples().subset(2, 0).get(1).pixels())
                .isEqualTo(fresh.examples().get(0).pixels());
    }

    @Test
    void doesNotServeAnImageThatWasReplaced() throws IOException {
        short[] before = load().examples().get(1).pixels();
        Path image = folder.resolve("1.png");
        Pictures.write(image, 40, 30, BufferedImage.TYPE_BYTE_GRAY, 99);
        assertThat(load().examples().get(1).pixels()).isNotEqualTo(before);
        assertThat(decoded).hasValue(8);
        // Even where size and modification time are those of before.
        FileTime time = Files.getLastModifiedTime(image);
        Files.write(image, Files.readAllBytes(image));
        Files.setLastModifiedTime(image, time);
        load();
        assertThat(decoded).hasValue(12);
    }

    @Test
    void doesNotServeALabelThatWasChanged() throws IOException {
        assertThat(load().examples().get(1).positive()).isFalse();
        Path table = folder.resolve("labels.csv");
        Files.writeString(table, Files.readString(table).replace("1.png,,0", "1.png,,1"));
        assertThat(load().examples().get(1).positive()).isTrue();
    }

    @Test
    void keepsNothingOfALoadingThatStops() throws IOException {
        assertThatThrownBy(() -> new DataLoading(cache, true).load(new LabelledFolder(folder), SHAPE, done -> {}))
                .hasMessageContaining("labels.csv line 3: image unreadable");
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files).isEmpty();
        }
        load();
        assertThatThrownBy(() -> new DataLoading(cache, true).load(new LabelledFolder(folder), SHAPE, done -> {}))
                .hasMessageContaining("labels.csv line 3: image unreadable");
    }

    @Test
    void refusesADamagedFile() throws IOException {
        load();
        try (Stream<Path> files = Files.list(cache)) {
            Path file = files.findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        }
        assertThatThrownBy(this::load).isInstanceOf(IOException.class).hasMessageContaining("remove it");
    }

    private LoadedData load() throws IOException {
        return new DataLoading(cache, false).load(new LabelledFolder(folder), SHAPE, done -> decoded.incrementAndGet());
    }
}
