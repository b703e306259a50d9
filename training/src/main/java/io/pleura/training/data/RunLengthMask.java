package io.pleura.training.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A mask as runs of set pixels, counted down the columns, the leftmost column first, as the SIIM-ACR challenge does.
/// The runs are in order and neither overlap nor touch, so that equal masks are equal records.
public record RunLengthMask(int rows, int columns, List<Run> runs) {

    /// Longest edge of an image in this house; keeps the product of both within an int.
    private static final int LONGEST_EDGE = 32_768;

    /// @param start of the first pixel: column * rows + row
    public record Run(int start, int length) {

        public int end() {
            return start + length;
        }
    }

    public RunLengthMask {
        if (rows < 1 || columns < 1 || rows > LONGEST_EDGE || columns > LONGEST_EDGE) {
            throw new IllegalArgumentException("a mask has 1.." + LONGEST_EDGE + " rows and columns");
        }
        runs = List.copyOf(runs);
        long free = 0;
        for (Run run : runs) {
            if (run.start < free || run.length < 1 || (long) run.start + run.length > (long) rows * columns) {
                throw new IllegalArgumentException("run %d+%d overlaps, touches or leaves %d x %d pixels"
                        .formatted(run.start, run.length, rows, columns));
            }
            free = run.end() + 1L;
        }
    }

    /// Runs in any order, which may overlap and touch, made one mask.
    public static RunLengthMask ofAny(int rows, int columns, List<Run> runs) {
        List<Run> sorted = runs.stream()
                .filter(run -> run.length != 0)
                .sorted(Comparator.comparingInt(Run::start))
                .toList();
        List<Run> joined = new ArrayList<>(sorted.size());
        for (Run run : sorted) {
            if (!joined.isEmpty() && run.start <= joined.getLast().end()) {
                Run before = joined.removeLast();
                joined.add(new Run(before.start, Math.max(before.end(), run.end()) - before.start));
            } else {
                joined.add(run);
            }
        }
        return new RunLengthMask(rows, columns, joined);
    }

    /// @param mask rows x columns, row-major
    public static RunLengthMask of(int rows, int columns, boolean[] mask) {
        if (mask.length != rows * columns) {
            throw new IllegalArgumentException("mask has " + mask.length + " pixels, not " + rows + " x " + columns);
        }
        List<Run> runs = new ArrayList<>();
        int start = -1;
        for (int pixel = 0; pixel <= mask.length; pixel++) {
            boolean set = pixel < mask.length && mask[pixel % rows * columns + pixel / rows];
            if (set && start < 0) {
                start = pixel;
            } else if (!set && start >= 0) {
                runs.add(new Run(start, pixel - start));
                start = -1;
            }
        }
        return new RunLengthMask(rows, columns, runs);
    }

    /// What either of the two covers.
    public RunLengthMask union(RunLengthMask other) {
        if (other.rows != rows || other.columns != columns) {
            throw new IllegalArgumentException("masks of different sizes cannot be united");
        }
        List<Run> all = new ArrayList<>(runs);
        all.addAll(other.runs);
        return ofAny(rows, columns, all);
    }

    /// Rows x columns, row-major.
    public boolean[] pixels() {
        boolean[] mask = new boolean[rows * columns];
        for (Run run : runs) {
            for (int pixel = run.start; pixel < run.end(); pixel++) {
                mask[pixel % rows * columns + pixel / rows] = true;
            }
        }
        return mask;
    }

    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /// Number of set pixels.
    public int area() {
        return runs.stream().mapToInt(Run::length).sum();
    }
}
