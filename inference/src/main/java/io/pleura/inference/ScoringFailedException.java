package io.pleura.inference;

import java.util.Arrays;
import java.util.Optional;

/// Scoring failed in a way that nobody foresaw: a bug over one of the images, or the machine's doing.
///
/// Says what was thrown and where. What that said itself may quote an image's text, so it is left out.
final class ScoringFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String OURS = "io.pleura.";

    private final String fault;

    private ScoringFailedException(String fault, StackTraceElement[] where) {
        super(fault, null, false, true);
        this.fault = fault;
        setStackTrace(where);
    }

    static ScoringFailedException of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StackTraceElement[] where = root.getStackTrace();
        String name = root.getClass().getName();
        return new ScoringFailedException(
                place(root, where).map(at -> name + "@" + at).orElse(name), where);
    }

    /// The exception's class and our method that it came from, as one word.
    String fault() {
        return fault;
    }

    /// Empty where it tells nothing: a stack that overflows does so anywhere.
    private static Optional<String> place(Throwable root, StackTraceElement[] where) {
        return root instanceof StackOverflowError
                ? Optional.empty()
                : Arrays.stream(where)
                        .filter(frame -> frame.getClassName().startsWith(OURS))
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .findFirst();
    }
}
