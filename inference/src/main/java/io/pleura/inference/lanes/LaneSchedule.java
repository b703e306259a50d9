package io.pleura.inference.lanes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides which lane the next radiograph comes from.
///
/// A radiograph's deadline is the moment it was received plus its lane's target wait, and the earliest
/// deadline goes first: STAT (target wait 0) overtakes every routine radiograph that is still within its
/// target wait, and a routine one cannot be overtaken for ever. Earliest deadline alone would, after an
/// outage, put a new STAT radiograph behind the whole backlog of overdue routine ones. So overdue routine
/// radiographs get at most one place in [#STAT_PER_OVERDUE_ROUTINE] plus one while STAT is waiting: enough
/// to bound their wait, too little to be felt by STAT. Replays go when nobody is waiting for an answer.
///
/// @param statSinceRoutine STAT radiographs taken since the last routine one
record LaneSchedule(int statSinceRoutine) {

    /// STAT radiographs that go before each overdue routine one.
    static final int STAT_PER_OVERDUE_ROUTINE = 3;

    /// At the start an overdue routine radiograph has not waited for any STAT yet.
    static final LaneSchedule START = new LaneSchedule(0);

    /// Earliest deadline in each lane, null where nothing waits.
    record Heads(
            @Nullable Instant stat,
            @Nullable Instant routine,
            @Nullable Instant replay) {}

    /// The lane to take from, null when nothing waits.
    @Nullable Lane next(Heads heads) {
        if (heads.stat() != null && heads.routine() != null) {
            boolean routineIsOlder = heads.routine().isBefore(heads.stat());
            return routineIsOlder && statSinceRoutine >= STAT_PER_OVERDUE_ROUTINE ? Lane.ROUTINE : Lane.STAT;
        }
        if (heads.stat() != null) {
            return Lane.STAT;
        }
        if (heads.routine() != null) {
            return Lane.ROUTINE;
        }
        return heads.replay() != null ? Lane.REPLAY : null;
    }

    LaneSchedule after(Lane taken) {
        return switch (taken) {
            case STAT -> new LaneSchedule(Math.min(statSinceRoutine + 1, STAT_PER_OVERDUE_ROUTINE));
            case ROUTINE -> START;
            case REPLAY -> this;
        };
    }
}
