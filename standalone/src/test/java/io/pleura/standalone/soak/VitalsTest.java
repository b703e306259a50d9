package io.pleura.standalone.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VitalsTest {

    private static final double MEBIBYTE = 1 << 20;

    @Test
    void addsUpWhatTheServiceSaysOfItself() {
        assertThat(Vitals.parse("""
                # HELP jvm_memory_used_bytes The amount of used memory
                jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 1.0E7
                jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 2.0E7
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 5.0E7
                jvm_buffer_memory_used_bytes{id="direct"} 4096.0
                jvm_threads_live_threads 33.0
                process_files_open_files 120.0
                """)).isEqualTo(new Vitals(3e7, 4096, 33, 120));
    }

    @Test
    void doesNotTakeAMissingMetricForNothing() {
        assertThatThrownBy(() -> Vitals.parse("jvm_threads_live_threads 33.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no metric jvm_memory_used_bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            early, late MiB | threads | files   | flat
            100, 100        | 30, 30  | 90, 90  | true
            100, 125        | 30, 30  | 90, 90  | true
            100, 130        | 30, 30  | 90, 90  | false
            100, 100        | 30, 60  | 90, 90  | false
            100, 100        | 30, 30  | 90, 130 | false
            130, 100        | 60, 30  | 130, 90 | true
            """, useHeadersInDisplayName = true)
    void memoryThreadsAndFilesMayNotGrow(String memory, String threads, String files, boolean flat) {
        Vitals[] vitals = IntStream.range(0, 2)
                .mapToObj(i -> new Vitals(figure(memory, i) * MEBIBYTE, 0, figure(threads, i), figure(files, i)))
                .toArray(Vitals[]::new);

        assertThat(new Growth(vitals[0], vitals[1]).flat()).isEqualTo(flat);
    }

    private static double figure(String earlyAndLate, int which) {
        return Double.parseDouble(earlyAndLate.split(", ")[which]);
    }
}
