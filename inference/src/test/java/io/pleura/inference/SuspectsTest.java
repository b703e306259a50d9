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

    /// C: the runtime crashed; K: it was killed, with the record alone in hand. S: another one was scored, R: rejected.
    @ParameterizedTest
    @CsvSource(textBlock = """
            C C S C,       true
            S C C C,       false
            C C C,         false
            C C C S,       true
            C C C R,       false
            C S C,         false
            K K K K K S,   false
            K C S C K C,   true
            C S K K K K K, false
            """)
    void isDeadlyWhatCrashedTheWorkerThriceWhileItScoredOthers(String story, boolean deadly) {
        Suspects suspects = Suspects.NONE;
        for (String event : story.split(" ")) {
            suspects = switch (event) {
                case "C" -> suspects.taken(List.of(A)).afterDeath(CRASHED);
                case "K" -> suspects.taken(List.of(A)).afterDeath(KILLED);
                default -> suspects.taken(List.of(B)).settled(event.equals("S"));
            };
        }

        assertThat(suspects.at(A).map(Suspect::deadly).orElse(false)).isEqualTo(deadly);
    }

    @Test
    void aCrashWithSeveralInHandMakesThemSuspectsAndCountsAgainstNone() {
        Suspects after = Suspects.NONE.taken(List.of(A, B)).afterDeath(CRASHED);

        assertThat(after)
                .isEqualTo(new Suspects(List.of(), Map.of(A, new Suspect(0, 0, false), B, new Suspect(0, 0, false))));
    }

    @Test
    void whatHasAnOutcomeIsNoSuspectAnyMore() {
        Suspects suspects = Suspects.NONE
                .taken(List.of(A, B))
                .afterDeath(KILLED)
                .taken(List.of(A))
                .settled(true);

        assertThat(suspects).isEqualTo(new Suspects(List.of(), Map.of(B, new Suspect(0, 0, false))));
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
        Suspects suspects = new Suspects(List.of(A, B), Map.of(B, new Suspect(3, 2, true)));

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
        byte[] whole = new Suspects(List.of(A), Map.of(B, new Suspect(3, 2, true))).toBytes();

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
                "pleura-in-hand 2 00000000 0\n",
                "pleura-in-hand 1 00000000 -1\n",
                "pleura-in-hand 1 00000000 99999999999\n",
                "pleura-in-hand 1 xyz 0\n",
                "another program's file\nhand radiographs.stat-3@17\n"
            })
    void isNotReadWhenItIsOfAnotherFormatOrVersion(String text) {
        assertThat(Suspects.read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
