package io.pleura.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.inference.Suspects.Suspect;
import io.pleura.inference.lanes.Handling;
import io.pleura.inference.lanes.Lane;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.lanes.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One process after another on one folder.
class HandTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration UNREAD_PAUSE = Duration.ofSeconds(15);

    /// As the runtime writes them.
    private static final String OUT_OF_MEMORY = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  Internal Error (debug.cpp:289), pid=1, tid=20
            #  fatal error: OutOfMemory encountered: Java heap space
            #
            """;

    private static final String SENT_BY_KILL = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f84e6860f14 (sent by kill), pid=1, tid=1
            #
            """;

    private static final String MACHINE_OUT_OF_MEMORY = """
            #
            # There is insufficient memory for the Java Runtime Environment to continue.
            # Native memory allocation (mmap) failed to map 65536 bytes.
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private long nanos;

    @Test
    void aCrashCountsAgainstWhatWasAloneInHandAndOnce() throws Exception {
        dieWith(task(7));
        Files.writeString(folder.resolve("hs_err.log"), OUT_OF_MEMORY);

        open().close();

        assertThat(suspects()).isEqualTo(Map.of("radiographs.stat-0@7", new Suspect(1, 1, false, "crash")));
        assertThat(folder.resolve("hs_err.log")).doesNotExist();
        assertThat(folder.resolve("hs_err.last.log")).hasContent(OUT_OF_MEMORY);

        dieWith(task(7));
        open().close();

        assertThat(suspects()).isEqualTo(Map.of("radiographs.stat-0@7", new Suspect(2, 1, false, "crash")));
    }

    @Test
    void deathsThatSomebodyCausedOrTheMachineDoNotCountAsCrashes() throws Exception {
        dieWith(task(7));
        dieWith(task(7));
        Files.writeString(folder.resolve("hs_err.log"), SENT_BY_KILL);
        dieWith(task(7));
        Files.writeString(folder.resolve("hs_err.log"), MACHINE_OUT_OF_MEMORY);
        dieWith(task(7));
        Files.writeString(folder.resolve("hs_err.log"), "");

        open().close();

        assertThat(suspects()).isEqualTo(Map.of("radiographs.stat-0@7", new Suspect(4, 0, false, "none")));
    }

    @Test
    void nothingIsSuspectedOfADeathThatCameWhenNothingWasInHand() throws Exception {
        Hand hand = open();
        hand.take(List.of(task(7)));
        hand.putBack();
        hand.take(List.of(task(7), task(8)));
        hand.settle(true);
        hand.close();
        Files.writeString(folder.resolve("hs_err.log"), OUT_OF_MEMORY);

        open().close();

        assertThat(suspects()).isEmpty();
    }

    @Test
    void aSuspectIsTakenAloneAndAfterASecondDeathOverItWaitsLongerEachTime() {
        dieWith(task(7), task(8));
        assertThat(open().handling(task(7))).isEqualTo(Handling.ALONE);
        assertThat(open().handling(task(9))).isEqualTo(Handling.WITH_OTHERS);

        dieWith(task(7));
        assertThat(open().handling(task(7))).isEqualTo(Handling.ALONE);

        dieWith(task(7));
        assertWaits(PAUSE);
        dieWith(task(7));
        assertWaits(PAUSE.multipliedBy(2));
        assertThat(open().handling(task(8))).isEqualTo(Handling.ALONE);
    }

    @Test
    void whatIsHopelessDoesNotWait() throws Exception {
        for (int i = 0; i < Suspects.HOPELESS_FAULTS; i++) {
            Hand hand = open();
            hand.take(List.of(task(8)));
            hand.settle(true);
            hand.take(List.of(task(7)));
            Files.writeString(folder.resolve("hs_err.log"), OUT_OF_MEMORY);
        }
        Hand hand = open();
        assertThat(hand.handling(task(7))).isEqualTo(Handling.LATER);
        assertThat(hand.hopeless(List.of(task(7)))).isEmpty();

        hand.take(List.of(task(8)));
        hand.settle(true);

        assertThat(hand.handling(task(7))).isEqualTo(Handling.ALONE);
        assertThat(hand.hopeless(List.of(task(7)))).isPresent();
    }

    @Test
    void whatFailsAloneWaitsLikeWhatEndsTheProcessAndTheRestOfItsBatchDoesNot() throws Exception {
        Hand hand = open();
        hand.fail(List.of(task(7), task(8)), "fault", true);
        assertThat(hand.handling(task(7))).isEqualTo(Handling.ALONE);
        hand.fail(List.of(task(7)), "fault", true);
        assertThat(hand.handling(task(7))).isEqualTo(Handling.ALONE);

        hand.fail(List.of(task(7)), "fault", true);
        assertThat(hand.handling(task(7))).isEqualTo(Handling.LATER);
        assertThat(hand.handling(task(8))).isEqualTo(Handling.ALONE);
        nanos += PAUSE.toNanos();
        assertThat(hand.handling(task(7))).isEqualTo(Handling.ALONE);
        assertThat(suspects()).containsEntry("radiographs.stat-0@7", new Suspect(2, 2, true, "fault"));

        hand.leaveUnread(List.of(task(7)));
        assertThat(hand.handling(task(7))).isEqualTo(Handling.LATER);
        nanos += PAUSE.toNanos();
        assertThat(hand.handling(task(7))).as("twice as long").isEqualTo(Handling.LATER);

        hand.fail(List.of(task(7)), "fault", true);
        assertThat(hand.handling(task(7))).as("hopeless").isEqualTo(Handling.ALONE);
    }

    /// Its store may be mended at any moment, and to look costs nothing; a death may be the radiograph's doing.
    @Test
    void whatCannotBeReadIsTriedAgainSoonHoweverOftenAndWhatTheProcessDiedOverIsNot() {
        try (Hand hand = open()) {
            for (int i = 0; i < 8; i++) {
                hand.take(List.of(task(7)));
                hand.leaveUnread(List.of(task(7)));
            }
            assertTriesAgainAfter(UNREAD_PAUSE, task(7), hand);
        }
        try (Hand hand = open()) {
            assertTriesAgainAfter(UNREAD_PAUSE, task(7), hand);
        }

        dieWith(task(7));
        try (Hand hand = open()) {
            assertTriesAgainAfter(Duration.ofMinutes(15), task(7), hand);
        }

        for (int i = 0; i < 8; i++) {
            dieWith(task(8));
        }
        assertTriesAgainAfter(PAUSE.multipliedBy(64), task(8), open());
    }

    @Test
    void beginsAnewWhenTheNoteIsOfAnotherFormat() throws Exception {
        Files.writeString(folder.resolve("in-hand"), "pleura-in-hand 1 00000000 0\nhand radiographs.stat-0@7\n");

        open().close();

        assertThat(suspects()).isEmpty();
    }

    @Test
    void worksWithoutANoteWhereNoneCanBe() throws Exception {
        Path file = Files.createFile(folder.resolve("a file"));

        Hand hand = Hand.open(file.resolve("work"), PAUSE, PAUSE, PAUSE, () -> nanos);
        hand.take(List.of(task(7)));

        assertThat(hand.handling(task(7))).isEqualTo(Handling.WITH_OTHERS);
    }

    private void assertWaits(Duration pause) {
        Hand hand = open();
        nanos += pause.toNanos();
        assertTriesAgainAfter(pause, task(7), hand);
    }

    private void assertTriesAgainAfter(Duration pause, Task task, Hand hand) {
        assertThat(hand.handling(task)).as("seen only now").isEqualTo(Handling.LATER);
        nanos += pause.toNanos() - 1;
        assertThat(hand.handling(task)).isEqualTo(Handling.LATER);
        nanos++;
        assertThat(hand.handling(task)).isEqualTo(Handling.ALONE);
    }

    private void dieWith(Task... batch) {
        open().take(List.of(batch));
    }

    private Hand open() {
        return Hand.open(folder, PAUSE, Duration.ofMinutes(15), UNREAD_PAUSE, () -> nanos);
    }

    private Map<String, Suspect> suspects() throws Exception {
        Suspects noted =
                Suspects.read(Files.readAllBytes(folder.resolve("in-hand"))).orElseThrow();
        assertThat(noted.inHand()).isEmpty();
        return noted.byPosition();
    }

    private static Task task(long offset) {
        return new Task(
                Lane.STAT,
                new TopicPartition("radiographs.stat", 0),
                offset,
                "key",
                new Work.Unreadable(NOW, "of no importance"),
                NOW,
                NOW);
    }
}
