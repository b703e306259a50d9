package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.inference.Suspects.Suspect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is suspected, and what it takes to be given up.
class SuspectsTest {

    private static final boolean CRASHED = true;
    private static final boolean KILLED = false;
    private static final String A = "radiographs.stat-3@17";
    private static final String B = "radiographs.routine-0@4";

    /// With the record alone in hand C: the runtime crashed; K: it was killed; F: scoring failed, and not the
    /// control; f: so it did, and there was no control; g: it failed in another way; D: its file could
    /// not be read. Of others S: one was scored; R: rejected; s: scored though it had failed alone.
    @ParameterizedTest
    @CsvSource(textBlock = """
            C C S C S,     true
            C S C S C S,   true
            C C S C,       false
            S C C C,       false
            C C C,         false
            C C C S,       false
            C C C S S S,   false
            C C C S C R,   false
            C C C S C C S, true
            C S C S,       false
            K K K K K S,   false
            K C C K S C S, true
            C S K K K K S, false
            F F,           false
            F F F,         true
            f f f f f f,   false
            f f f f S,     false
            f f f f S f S, true
            f f f F,       false
            f f f F F,     true
            F F g,         false
            F F C,         false
            F F g g F,     false
            F F s F,       false
            D D D D D S,   false
            F D F D F,     true
            """)
    void isHopelessWhatMeetsWithTheSameFaultThriceWhileOthersAreScored(String story, boolean hopeless) {
        Suspects suspects = Suspects.NONE;
        for (String event : story.split(" ")) {
            suspects = switch (event) {
                case "C" -> suspects.taken(List.of(A)).afterDeath(CRASHED);
                case "K" -> suspects.taken(List.of(A)).afterDeath(KILLED);
                case "F" -> suspects.taken(List.of(A)).afterFailure("one", true);
                case "f" -> suspects.taken(List.of(A)).afterFailure("one", false);
                case "g" -> suspects.taken(List.of(A)).afterFailure("another", true);
                case "D" -> suspects.taken(List.of(A)).afterUnread();
                case "S", "R" -> suspects.taken(List.of(B)).settled(event.equals("S"));
                case "s" ->
                    suspects.taken(List.of(B))
                            .afterFailure("one", true)
                            .taken(List.of(B))
                            .settled(true);
                default -> throw new IllegalArgumentException(event);
            };
        }

        assertThat(suspects.at(A).map(Suspect::hopeless).orElse(false)).isEqualTo(hopeless);
    }

    @Test
    void aWorkerAtFaultClearsAllOfThem() {
        Suspects suspects = Suspects.NONE
                .taken(List.of(A))
                .afterDeath(CRASHED)
                .taken(List.of(B))
                .cleared();

        assertThat(suspects).isEqualTo(new Suspects(List.of(B), Map.of(A, Suspect.NEW)));
    }

    @Test
    void aCrashWithSeveralInHandMakesThemSuspectsAndCountsAgainstNone() {
        Suspects after = Suspects.NONE.taken(List.of(A, B)).afterDeath(CRASHED);

        assertThat(after)
                .isEqualTo(new Suspects(
                        List.of(), Map.of(A, new Suspect(0, 0, false, "none"), B, new Suspect(0, 0, false, "none"))));
    }

    @Test
    void whatHasAnOutcomeIsNoSuspectAnyMore() {
        Suspects suspects = Suspects.NONE
                .taken(List.of(A, B))
                .afterDeath(KILLED)
                .taken(List.of(A))
                .settled(true);

        assertThat(suspects).isEqualTo(new Suspects(List.of(), Map.of(B, new Suspect(0, 0, false, "none"))));
    }

    @Test
    void nothingInHandNobodySuspected() {
        assertThat(Suspects.NONE.afterDeath(CRASHED)).isEqualTo(Suspects.NONE);
    }

    @Test
    void remembersNoMoreThanItsLimit() {
        List<String> many = IntStream.range(0, Suspects.MOST + 5)
                .mapToObj(offset -> "radiographs.stat-0-" + offset)
                .toList();

        assertThat(Suspects.NONE.taken(many).afterDeath(CRASHED).byPosition().keySet())
                .containsExactlyInAnyOrderElementsOf(many.subList(5, many.size()));
    }

    @Test
    void isReadAsItWasWritten() {
        Suspects suspects = new Suspects(List.of(A, B), Map.of(B, new Suspect(3, 2, true, "crash")));

        assertThat(Suspects.read(suspects.toBytes())).contains(suspects);
    }

    @Test
    void isReadThoughTheEndOfALongerOneStandsBehindIt() {
        byte[] bytes = new Suspects(List.of(A, B), Map.of()).toBytes();
        byte[] shorter = Suspects.NONE.taken(List.of(A)).toBytes();
        System.arraycopy(shorter, 0, bytes, 0, shorter.length);

        assertThat(Suspects.read(bytes)).contains(Suspects.NONE.taken(List.of(A)));
    }

    @Test
    void isNotReadWhenItIsCutShortAnywhere() {
        byte[] whole = new Suspects(List.of(A), Map.of(B, new Suspect(3, 2, true, "crash"))).toBytes();

        for (int length = 0; length < whole.length; length++) {
            assertThat(Suspects.read(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isEmpty();
            assertThat(Suspects.read(Arrays.copyOf(Arrays.copyOf(whole, length), whole.length)))
                    .as("%d bytes, then zeros", length)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "pleura-in-hand 1 00000000 0\n",
                "pleura-in-hand 2 00000000 -1\n",
                "pleura-in-hand 2 00000000 99999999999\n",
                "pleura-in-hand 2 xyz 0\n",
                "another program's file\nhand radiographs.stat-3@17\n"
            })
    void isNotReadWhenItIsOfAnotherFormatOrVersion(String text) {
        assertThat(Suspects.read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
