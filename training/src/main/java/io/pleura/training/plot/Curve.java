package io.pleura.training.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Named points, joined in their order. Points that are no numbers are left out.
public record Curve(String name, double[] x, double[] y) {

    public Curve {
        if (x.length != y.length) {
            throw new IllegalArgumentException(name + ": " + x.length + " x for " + y.length + " y");
        }
        x = x.clone();
        y = y.clone();
    }

    /// One value an epoch (or step), the first at 1.
    public static Curve ofSequence(String name, List<Double> values) {
        double[] x = IntStream.rangeClosed(1, values.size()).asDoubleStream().toArray();
        return new Curve(
                name, x, values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// Without points at which x or y is infinite or no number; what cannot be drawn must not scale the axes.
    Curve drawable() {
        int[] kept = IntStream.range(0, x.length)
                .filter(i -> Double.isFinite(x[i]) && Double.isFinite(y[i]))
                .toArray();
        return new Curve(
                name,
                IntStream.of(kept).mapToDouble(i -> x[i]).toArray(),
                IntStream.of(kept).mapToDouble(i -> y[i]).toArray());
    }

    /// The drawable points that a logarithmic axis can show.
    Curve withPositiveX() {
        double[] positive = Arrays.stream(x).map(v -> v > 0 ? v : Double.NaN).toArray();
        return new Curve(name, positive, y).drawable();
    }

    boolean isEmpty() {
        return x.length == 0;
    }
}
