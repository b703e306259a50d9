package io.pleura.inference.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.inference.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelShelfTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private String active;

    @SuppressWarnings("NullAway.Init")
    private String older;

    @SuppressWarnings("NullAway.Init")
    private ModelShelf shelf;

    @BeforeEach
    void open() throws Exception {
        active = TinyModel.write(folder.resolve("active"), 3);
        older = TinyModel.write(folder.resolve("older"), 2);
        Files.createDirectories(folder.resolve("broken"));
        shelf = ModelShelf.open(
                folder.resolve("active"),
                Precision.FP32,
                List.of(folder.resolve("broken"), folder.resolve("older")),
                OnnxScorerTest.cpu(1));
    }

    @AfterEach
    void close() {
        shelf.close();
    }

    @Test
    void answersWithTheActiveModelWhenItIsTheRecordedOne() throws Exception {
        assertThat(shelf.recorded(active, "ALL")).containsSame(shelf.active());
    }

    @Test
    void findsAnOlderModelByItsHash() throws Exception {
        OnnxScorer found = shelf.recorded(older, "ALL").orElseThrow();

        assertThat(found.identity().sha256()).isEqualTo(older);
        assertThat(shelf.recorded(older, "ALL")).containsSame(found);
    }

    @Test
    void findsTheInt8FormOfAModelByItsHash() throws Exception {
        String int8 = TinyModel.writeWithInt8(folder.resolve("older"), 2, 2.5f);

        OnnxScorer found = shelf.recorded(int8, "ALL").orElseThrow();

        assertThat(found.identity().sha256()).isEqualTo(int8);
        assertThat(found.logits(List.of(ones())).getFirst()).containsOnly(2.5f);
        assertThat(shelf.recorded(older, "ALL")
                        .orElseThrow()
                        .logits(List.of(ones()))
                        .getFirst())
                .containsOnly(2f);
    }

    @Test
    void looksBehindAFolderWhoseInt8HashIsNone() throws Exception {
        String int8 = TinyModel.writeWithInt8(folder.resolve("broken"), 4, 4.5f);
        Path json = folder.resolve("broken/model.json");
        Files.writeString(json, Files.readString(json).replace(int8, int8.toUpperCase(Locale.ROOT)));

        assertThat(shelf.recorded(older, "ALL")).isPresent();
    }

    private static float[] ones() {
        float[] ones = new float[TinyModel.INPUT_SIZE * TinyModel.INPUT_SIZE];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void runsTheRecordedModelAtTheRecordedOptimisationLevel() throws Exception {
        OnnxScorer found = shelf.recorded(active, "BASIC").orElseThrow();

        assertThat(found.identity().sha256()).isEqualTo(active);
        assertThat(found.identity().optimisationLevel()).isEqualTo(OptimisationLevel.BASIC);
    }

    @Test
    void hasNothingForAHashThatNoFolderHolds() throws Exception {
        assertThat(shelf.recorded("00".repeat(32), "ALL")).isEmpty();
    }

    @Test
    void keepsOnlyTheOlderModelsUsedLast() throws Exception {
        OnnxScorer longestUnused = shelf.recorded(older, "ALL").orElseThrow();
        shelf.recorded(older, "BASIC");
        OnnxScorer lastUsed = shelf.recorded(older, "NONE").orElseThrow();

        shelf.trim();

        assertThat(shelf.recorded(older, "NONE")).containsSame(lastUsed);
        assertThat(shelf.recorded(older, "ALL").orElseThrow()).isNotSameAs(longestUnused);
        float[] input = new float[longestUnused.inputPixels()];
        assertThatThrownBy(() -> longestUnused.logits(List.of(input))).isInstanceOf(IllegalStateException.class);
    }
}
