package io.pleura.inference.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneScheduleTest {

    /// Deadlines in seconds; `-` is an empty lane.
    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            nothing waits,                            -,   -,   -,  0, -
            STAT alone,                             100,   -,   -,  0, STAT
            routine alone,                            -, 700,   -,  0, ROUTINE
            replay alone,                             -,   -,   5,  0, REPLAY
            STAT overtakes a routine within its wait, 100, 700, -,  0, STAT
            STAT overtakes it however often,        100, 700,   -,  3, STAT
            STAT overtakes an overdue routine,      100,  50,   -,  0, STAT
            and once more,                          100,  50,   -,  2, STAT
            but then it is the overdue one's turn,  100,  50,   -,  3, ROUTINE
            equal deadlines go to STAT,             100, 100,   -,  3, STAT
            replay waits for STAT,                  100,   -,   1,  0, STAT
            replay waits for routine,                 -, 700,   1,  0, ROUTINE
            """)
    void takesFrom(String situation, String stat, String routine, String replay, int statSinceRoutine, String lane) {
        LaneSchedule.Heads heads = new LaneSchedule.Heads(seconds(stat), seconds(routine), seconds(replay));

        Lane next = new LaneSchedule(statSinceRoutine).next(heads);

        assertThat(String.valueOf(next)).isEqualTo(lane.equals("-") ? "null" : lane);
    }

    @Test
    void letsEveryStatOvertakeABacklogOfRoutineOnesWithinTheirWait() {
        assertThat(order(times(3, 100), times(5, 700), 8)).isEqualTo("S S S R R R R R");
    }

    @Test
    void givesOverdueRoutineOnesOnePlaceInFourWhileStatKeepsComing() {
        assertThat(order(times(9, 100), times(3, 50), 12)).isEqualTo("S S S R S S S R S S S R");
    }

    @Test
    void putsAStatThatArrivesAfterAnOutageBeforeTheOverdueBacklog() {
        assertThat(order(times(1, 1_000), times(4, 50), 5)).isEqualTo("S R R R R");
    }

    private static String order(Deque<Instant> stat, Deque<Instant> routine, int count) {
        LaneSchedule[] schedule = {LaneSchedule.START};
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    LaneSchedule.Heads heads = new LaneSchedule.Heads(stat.peek(), routine.peek(), null);
                    Lane lane = Objects.requireNonNull(schedule[0].next(heads));
                    (lane == Lane.STAT ? stat : routine).remove();
                    schedule[0] = schedule[0].after(lane);
                    return lane.name().substring(0, 1);
                })
                .collect(Collectors.joining(" "));
    }

    private static Deque<Instant> times(int count, int firstSecond) {
        return IntStream.range(0, count)
                .mapToObj(i -> Instant.ofEpochSecond(firstSecond + i))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private static @Nullable Instant seconds(String seconds) {
        return seconds.equals("-") ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
