package io.pleura.training.export;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// How long the two files of a model folder take for one image: medians of runs that alternate, so that whatever
/// else the machine does falls on both alike.
///
/// @param clock "wall", or "cpu": what the one thread worked, which other programs cannot lengthen
public record Latency(String clock, double fp32Millis, double int8Millis) {

    private static final int WARM_UP = 10;
    private static final double NANOS_PER_MILLI = 1e6;

    public double ratio() {
        return fp32Millis / int8Millis;
    }

    /// With one thread by both clocks, with more by the wall's alone.
    public static List<Latency> compare(ModelFolder folder, int threads, int runs) throws IOException, OrtException {
        ModelDescription description = folder.description();
        if (description.int8() == null) {
            throw new IOException(folder.folder() + " has no int8 file to compare with");
        }
        int size = description.input().size();
        float[] input = noise(size);
        try (OnnxModel fp32 = new OnnxModel(Files.readAllBytes(folder.onnx()), threads);
                OnnxModel int8 = new OnnxModel(Files.readAllBytes(folder.int8()), threads)) {
            long[][] times = new long[4][runs];
            for (int run = -WARM_UP; run < runs; run++) {
                int at = Math.max(0, run);
                time(fp32, input, size, times[0], times[1], at);
                time(int8, input, size, times[2], times[3], at);
            }
            List<Latency> latencies = new ArrayList<>();
            latencies.add(new Latency("wall", median(times[0]), median(times[2])));
            if (threads == 1) {
                latencies.add(new Latency("cpu", median(times[1]), median(times[3])));
            }
            return latencies;
        }
    }

    private static void time(OnnxModel model, float[] input, int size, long[] wall, long[] cpu, int run)
            throws OrtException {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long cpuStart = clock.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        model.logits(input, 1, size, size);
        wall[run] = System.nanoTime() - start;
        cpu[run] = clock.getCurrentThreadCpuTime() - cpuStart;
    }

    /// Convolutions take as long for one picture as for another.
    private static float[] noise(int size) {
        Random random = new Random(1);
        float[] values = new float[size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / NANOS_PER_MILLI;
    }
}
