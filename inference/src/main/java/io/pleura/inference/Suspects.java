package io.pleura.inference;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What a worker has in hand, and the records that were in hand when it died: one of them may have ended it. Each is
/// named by its place in the log, and is a suspect until it has an outcome.
///
/// A death alone proves nothing: the worker may have been killed, or its machine gone down. A crash is a death of which
/// the Java runtime itself wrote a report, or an error that the worker saw end it, and counts against a record that was
/// in hand alone. A worker that cannot score at all is no evidence against any: what is [deadly][Suspect#deadly] has
/// crashed it again and again while others were scored.
///
/// @param inHand taken and without an outcome; the last ones, when this was noted by a process that has died
record Suspects(List<String> inHand, Map<String, Suspect> byPosition) {

    /// Crashes with a record alone in hand after which it is not tried again.
    static final int DEADLY_CRASHES = 3;

    /// Of suspects that are remembered; beyond it the first are forgotten, and counted from zero.
    static final int MOST = 1000;

    static final Suspects NONE = new Suspects(List.of(), Map.of());

    private static final String FORMAT = "pleura-in-hand 1";

    /// @param deaths while it was alone in hand, crashes among them
    /// @param crashes of those deaths
    /// @param othersScored whether this worker has scored anything since the first of these crashes
    record Suspect(int deaths, int crashes, boolean othersScored) {

        private static final Suspect NEW = new Suspect(0, 0, false);

        boolean deadly() {
            return crashes >= DEADLY_CRASHES && othersScored;
        }

        private Suspect afterDeathAlone(boolean crashed) {
            return new Suspect(deaths + 1, crashed ? crashes + 1 : crashes, othersScored);
        }

        private Suspect othersScored(boolean scored) {
            return new Suspect(deaths, crashes, othersScored || (scored && crashes > 0));
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
        left.replaceAll((position, suspect) -> suspect.othersScored(scored));
        return new Suspects(List.of(), left);
    }

    /// What a worker begins with whose predecessor left this.
    Suspects afterDeath(boolean crashed) {
        Map<String, Suspect> suspects = new LinkedHashMap<>(byPosition);
        boolean alone = inHand.size() == 1;
        for (String position : inHand) {
            Suspect known = suspects.getOrDefault(position, Suspect.NEW);
            suspects.put(position, alone ? known.afterDeathAlone(crashed) : known);
        }
        suspects.keySet().removeAll(List.copyOf(suspects.keySet()).subList(0, Math.max(0, suspects.size() - MOST)));
        return new Suspects(List.of(), suspects);
    }

    /// A line that tells format, checksum and length of the lines behind it: whatever stands behind those is what an
    /// earlier, longer one has left.
    byte[] toBytes() {
        StringBuilder lines = new StringBuilder();
        inHand.forEach(position -> lines.append("hand ").append(position).append('\n'));
        byPosition.forEach((position, suspect) -> lines.append(
                "suspect %s %d %d %b\n".formatted(position, suspect.deaths, suspect.crashes, suspect.othersScored)));
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
                                    Boolean.parseBoolean(words[4])));
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
