package io.pleura.training.phantom;

import java.util.Arrays;

/// A tube along a polyline, in centimetres. `shell` is the part of the radius that is dense cortex (0: solid).
record Stroke(double[] x, double[] y, double[] radius, double shell) {

    /// Share of the cortical density that the marrow inside a shell has.
    private static final double MARROW = 0.25;

    static Stroke solid(double[] x, double[] y, double radius) {
        double[] radii = new double[x.length];
        Arrays.fill(radii, radius);
        return new Stroke(x, y, radii, 0);
    }

    int segments() {
        return x.length - 1;
    }

    double largestRadius() {
        double largest = 0;
        for (double r : radius) {
            largest = Math.max(largest, r);
        }
        return largest;
    }

    /// Length of the ray through the tube at the point, seen from segment `i` alone; 0 outside.
    double chord(int i, double px, double py) {
        double dx = x[i + 1] - x[i];
        double dy = y[i + 1] - y[i];
        double along = ((px - x[i]) * dx + (py - y[i]) * dy) / (dx * dx + dy * dy + 1e-12);
        along = Math.clamp(along, 0, 1);
        double ex = px - x[i] - along * dx;
        double ey = py - y[i] - along * dy;
        double distance2 = ex * ex + ey * ey;
        double outer = radius[i] + (radius[i + 1] - radius[i]) * along;
        if (distance2 >= outer * outer) {
            return 0;
        }
        double full = 2 * Math.sqrt(outer * outer - distance2);
        if (shell == 0) {
            return full;
        }
        double inner = outer * (1 - shell);
        double hollow = distance2 < inner * inner ? 2 * Math.sqrt(inner * inner - distance2) : 0;
        return full - hollow * (1 - MARROW);
    }
}
