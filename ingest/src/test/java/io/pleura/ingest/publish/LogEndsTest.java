package io.pleura.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogEndsTest {

    private static final TopicPartition FIRST = new TopicPartition("radiographs.stat", 0);
    private static final TopicPartition SECOND = new TopicPartition("radiographs.stat", 11);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private LogEnds ends() {
        return new LogEnds(folder.resolve("ends"));
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(ends().of(FIRST)).isZero();
    }

    @Test
    void remembersAfterAStartWhatItSaved() {
        LogEnds ends = ends();
        ends.learn(Map.of(FIRST, 17L, SECOND, 3L));
        ends.atLeast(SECOND, 21);
        ends.atLeast(FIRST, 5);
        ends.save();

        assertThat(ends().of(FIRST)).isEqualTo(17);
        assertThat(ends().of(SECOND)).isEqualTo(21);
    }

    @Test
    void believesKafkaWhenATopicWasMadeAnew() {
        LogEnds ends = ends();
        ends.learn(Map.of(FIRST, 17L));
        ends.learn(Map.of(FIRST, 0L));

        assertThat(ends.of(FIRST)).isZero();
    }

    @Test
    void passesOverLinesThatNobodyWrote() throws IOException {
        Files.writeString(folder.resolve("ends"), "radiographs.stat 0 9\nradiographs.stat 11 9999999999999999999\n\0");

        assertThat(ends().of(FIRST)).isEqualTo(9);
        assertThat(ends().of(SECOND)).isZero();
    }
}
