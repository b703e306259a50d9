package io.pleura.inference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/// What a worker has in hand, and the records that were in hand when it died or scoring failed: one of them may be
/// to blame. Each is named by its place in the log, and is a suspect until it has an outcome.
///
/// A death alone proves nothing: the worker may have been killed, or its machine gone down. What counts against a
/// record that was in hand alone is a fault: a crash, of which the Java runtime itself wrote a report, an error
/// that the worker saw end it, or an exception that nobody foresaw. A worker that cannot score at all is no
/// evidence against any: what is [hopeless][Suspect#hopeless] met with the same fault again and again, and others
/// were scored before the last time and behind it. That one which failed alone is scored after all shows that the
/// worker was at fault, and clears all others.
///
/// @param inHand taken and without an outcome; the last ones, when this was noted by a process that has died
record Suspects(List<String> inHand, Map<String, Suspect> byPosition) {

    /// The fault that ends the process; others are called by an exception.
    static final String CRASH = "crash";

    /// What stands in its place while the only trouble was to read the file, which counts against no record.
    private static final String UNREAD = "unread";

    /// Faults with a record alone in hand after which it is not tried again.
    static final int HOPELESS_FAULTS = 3;

    /// Of suspects that are remembered; beyond it the first are forgotten, and counted from zero.
    static final int MOST = 1000;

    static final Suspects NONE = new Suspects(List.of(), Map.of());

    private static final String FORMAT = "pleura-in-hand 2";

    /// @param attempts that ended without an outcome while it was alone in hand
    /// @param faults of those attempts, that count
    /// @param othersScored whether this worker has scored anything since the last fault
    /// @param fault the last one in a word without spaces; where there was none, `unread` if the last attempt could
    ///     not read the file
    record Suspect(int attempts, int faults, boolean othersScored, String fault) {

        static final Suspect NEW = new Suspect(0, 0, false, "none");

        boolean hopeless() {
            return faults >= HOPELESS_FAULTS && othersScored;
        }

        /// Whether nothing worse is known of it than that its file could not be read: to try again costs no worker.
        boolean unread() {
            return faults == 0 && fault.equals(UNREAD);
        }

        private Suspect failed(String now) {
            return attempted(fault).met(now);
        }

        private Suspect died() {
            return attempted(unread() ? NEW.fault : fault);
        }

        private Suspect notRead() {
            return attempted(faults == 0 ? UNREAD : fault);
        }

        private Suspect attempted(String lastFault) {
            return new Suspect(attempts + 1, faults, othersScored, lastFault);
        }

        /// The fault that would be enough does not count if nothing was scored since the one before.
        private Suspect met(String now) {
            if (!now.equals(fault)) {
                return new Suspect(attempts, 1, false, now);
            }
            boolean counts = othersScored || faults + 1 < HOPELESS_FAULTS;
            return new Suspect(attempts, counts ? faults + 1 : faults, false, fault);
        }

        private Suspect afterOthers(boolean scored) {
            return new Suspect(attempts, faults, othersScored || (scored && faults > 0), fault);
        }
    }

    Optional<Suspect> at(String position) {
        return Optional.ofNullable(byPosition.get(position));
    }

    Suspects taken(List<String> positions) {
        return new Suspects(List.copyOf(positions), byPosition);
    }

    /// What is in hand has its outcomes.
    ///
    /// @param scored whether one of them is a score
    Suspects settled(boolean scored) {
        Map<String, Suspect> left = new LinkedHashMap<>(byPosition);
        left.keySet().removeAll(inHand);
        left.replaceAll((position, suspect) -> suspect.afterOthers(scored));
        boolean failedBefore = inHand.stream().anyMatch(position -> faultsOf(position) > 0);
        Suspects others = new Suspects(List.of(), left);
        return scored && failedBefore ? others.cleared() : others;
    }

    /// The worker was at fault.
    Suspects cleared() {
        Map<String, Suspect> suspects = new LinkedHashMap<>(byPosition);
        suspects.replaceAll((position, suspect) -> Suspect.NEW);
        return new Suspects(inHand, suspects);
    }

    /// What a worker begins with whose predecessor left this.
    Suspects afterDeath(boolean crashed) {
        return blame(suspect -> crashed ? suspect.failed(CRASH) : suspect.died());
    }

    /// Scoring what is in hand failed, and the worker lives.
    ///
    /// @param fault what counts against it, a word without spaces
    /// @param control whether the worker then scored something that it had scored before
    Suspects afterFailure(String fault, boolean control) {
        return blame(suspect -> suspect.failed(fault).afterOthers(control));
    }

    /// The file of what is in hand could not be read, and the worker lives.
    Suspects afterUnread() {
        return blame(Suspect::notRead);
    }

    private int faultsOf(String position) {
        return byPosition.getOrDefault(position, Suspect.NEW).faults;
    }

    /// @param alone what becomes of the one suspect in hand; where they are several, none is blamed
    private Suspects blame(UnaryOperator<Suspect> alone) {
        Map<String, Suspect> suspects = new LinkedHashMap<>(byPosition);
        for (String position : inHand) {
            Suspect known = suspects.getOrDefault(position, Suspect.NEW);
            suspects.put(position, inHand.size() == 1 ? alone.apply(known) : known);
        }
        suspects.keySet().removeAll(List.copyOf(suspects.keySet()).subList(0, Math.max(0, suspects.size() - MOST)));
        return new Suspects(List.of(), suspects);
    }

    /// A line that tells format, checksum and length of the lines behind it: whatever stands behind those is what
    /// an earlier, longer one has left.
    byte[] toBytes() {
        StringBuilder lines = new StringBuilder();
        inHand.forEach(position -> lines.append("hand ").append(position).append('\n'));
        byPosition.forEach((position, suspect) -> lines.append("suspect %s %d %d %b %s\n"
                .formatted(position, suspect.attempts, suspect.faults, suspect.othersScored, suspect.fault)));
        byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
        return "%s %08x %d\n%s"
                .formatted(FORMAT, checksum(body, 0, body.length), body.length, lines)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Empty for what is torn, or of another format or version.
    static Optional<Suspects> read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int headerLength = text.indexOf('\n') + 1;
        String[] header = text.substring(0, headerLength).strip().split(" ");
        try {
            if (header.length != 4 || !FORMAT.equals(header[0] + " " + header[1])) {
                return Optional.empty();
            }
            int length = Integer.parseInt(header[3]);
            long checksum = Long.parseLong(header[2], 16);
            if (length < 0
                    || length > bytes.length - headerLength
                    || checksum != checksum(bytes, headerLength, length)) {
                return Optional.empty();
            }
            return Optional.of(parse(text.substring(headerLength, headerLength + length)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Suspects parse(String lines) {
        List<String> inHand = new ArrayList<>();
        Map<String, Suspect> suspects = new LinkedHashMap<>();
        for (String line : lines.lines().toList()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "hand" -> inHand.add(words[1]);
                case "suspect" ->
                    suspects.put(
                            words[1],
                            new Suspect(
                                    Integer.parseInt(words[2]),
                                    Integer.parseInt(words[3]),
                                    Boolean.parseBoolean(words[4]),
                                    words[5]));
                default -> throw new IllegalArgumentException("no line of a note");
            }
        }
        return new Suspects(inHand, suspects);
    }

    private static long checksum(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return checksum.getValue();
    }
}
