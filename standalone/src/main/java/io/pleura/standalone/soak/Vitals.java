package io.pleura.standalone.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// What a service holds at a moment, by its own metrics.
///
/// @param heapBytes used, garbage included
/// @param offHeapBytes in buffers outside the heap
/// @param threads of the platform
/// @param files open files and sockets
record Vitals(double heapBytes, double offHeapBytes, double threads, double files) {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    static Vitals of(HttpClient client, URI metrics) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(metrics).timeout(ANSWER_WITHIN).build();
        return parse(client.send(request, BodyHandlers.ofString()).body());
    }

    /// @param text in Prometheus' format
    static Vitals parse(String text) {
        return new Vitals(
                sum(text, "jvm_memory_used_bytes{area=\"heap\""),
                sum(text, "jvm_buffer_memory_used_bytes"),
                sum(text, "jvm_threads_live_threads"),
                sum(text, "process_files_open_files"));
    }

    /// @throws IllegalArgumentException when no line begins so: a missing metric is no metric of zero
    private static double sum(String text, String beginning) {
        double[] values = text.lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (values.length == 0) {
            throw new IllegalArgumentException("the service has no metric " + beginning);
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
