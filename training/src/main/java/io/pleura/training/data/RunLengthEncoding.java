package io.pleura.training.data;

import java.util.ArrayList;
import java.util.List;

/// How the numbers of a run-length list are meant. Lists of both kinds circulate for the same images.
public enum RunLengthEncoding {
    /// Pairs of gap and length: pixels skipped since the end of the run before, then pixels set. The challenge's own
    /// `train-rle.csv`.
    RELATIVE,
    /// Pairs of first pixel and length, the first pixel of the image being 1, as in other challenges of Kaggle.
    ABSOLUTE,
    /// The same, the first pixel of the image being 0.
    ABSOLUTE_FROM_ZERO;

    /// Stands in a list's place where the image shows no pneumothorax.
    public static final String NONE = "-1";

    /// @throws IllegalArgumentException where the list is not such a list or leaves the image
    public RunLengthMask decode(String list, int rows, int columns) {
        int[] numbers = numbers(list);
        long pixels = (long) rows * columns;
        List<RunLengthMask.Run> runs = new ArrayList<>(numbers.length / 2);
        long end = 0;
        for (int i = 0; i < numbers.length; i += 2) {
            long start = numbers[i] + (this == RELATIVE ? end : this == ABSOLUTE ? -1 : 0);
            end = start + numbers[i + 1];
            if (start < 0 || end > pixels) {
                throw new IllegalArgumentException(
                        "run %d of the list leaves the %d x %d pixels of the mask".formatted(i / 2 + 1, rows, columns));
            }
            runs.add(new RunLengthMask.Run((int) start, numbers[i + 1]));
        }
        return RunLengthMask.ofAny(rows, columns, runs);
    }

    public String encode(RunLengthMask mask) {
        if (mask.isEmpty()) {
            return NONE;
        }
        StringBuilder list = new StringBuilder();
        int end = 0;
        for (RunLengthMask.Run run : mask.runs()) {
            int start =
                    switch (this) {
                        case RELATIVE -> run.start() - end;
                        case ABSOLUTE -> run.start() + 1;
                        case ABSOLUTE_FROM_ZERO -> run.start();
                    };
            list.append(list.isEmpty() ? "" : " ").append(start).append(' ').append(run.length());
            end = run.end();
        }
        return list.toString();
    }

    /// Whether a list can be meant so: decodes, and its runs are in order and apart where they are absolute.
    boolean fits(String list, int rows, int columns) {
        try {
            decode(list, rows, columns);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return this == RELATIVE || apart(numbers(list));
    }

    private static boolean apart(int[] numbers) {
        long end = -1;
        for (int i = 0; i < numbers.length; i += 2) {
            if (numbers[i] <= end) {
                return false;
            }
            end = (long) numbers[i] + numbers[i + 1] - 1;
        }
        return true;
    }

    static boolean isNone(String list) {
        return list.strip().equals(NONE);
    }

    private static int[] numbers(String list) {
        String stripped = list.strip();
        if (stripped.isEmpty() || isNone(stripped)) {
            return new int[0];
        }
        String[] words = stripped.split("\\s+");
        if (words.length % 2 != 0) {
            throw new IllegalArgumentException("the list has " + words.length + " numbers, which are not pairs");
        }
        int[] numbers = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                numbers[i] = Integer.parseUnsignedInt(words[i]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + shown(words[i]) + "' in the list is no number", e);
            }
            if (numbers[i] < 0 || (i % 2 == 1 && numbers[i] == 0)) {
                throw new IllegalArgumentException("'" + shown(words[i]) + "' in the list is out of range");
            }
        }
        return numbers;
    }

    private static String shown(String word) {
        return word.substring(0, Math.min(word.length(), 20));
    }
}
