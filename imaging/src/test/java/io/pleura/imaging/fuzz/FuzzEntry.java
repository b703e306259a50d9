package io.pleura.imaging.fuzz;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Jazzer calls, in a process of its own (see [FuzzRun]). With several targets, the first byte of an input says
/// which one it is for.
public final class FuzzEntry {

    private static @Nullable List<FuzzTarget> targets;

    private FuzzEntry() {}

    /// @param classNames of the targets
    public static void fuzzerInitialize(String[] classNames) throws Exception {
        targets = Arrays.stream(classNames).map(FuzzTargets::ofClass).toList();
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        List<FuzzTarget> all = targets;
        if (all == null) {
            throw new IllegalStateException("no targets");
        }
        if (all.size() == 1) {
            Watch.accept(all.getFirst(), input);
        } else if (input.length > 0) {
            Watch.accept(
                    all.get(Byte.toUnsignedInt(input[0]) % all.size()), Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /// An input for one of several targets.
    static byte[] addressed(int target, byte[] input) {
        byte[] whole = new byte[input.length + 1];
        whole[0] = (byte) target;
        System.arraycopy(input, 0, whole, 1, input.length);
        return whole;
    }
}
