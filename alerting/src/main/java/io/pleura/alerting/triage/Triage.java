package io.pleura.alerting.triage;

import io.pleura.alerting.triage.Decision.Changed;
import io.pleura.alerting.triage.Decision.Ignored;
import io.pleura.alerting.triage.Decision.Output;
import io.pleura.alerting.triage.Decision.Reason;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.alerting.triage.TriageEvent.EscalationDue;
import io.pleura.alerting.triage.TriageEvent.ImageScored;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rules of triage.
///
/// | alert is | positive image | same image again | acknowledge | dismiss | return | time passes |
/// |---|---|---|---|---|---|---|
/// | (none) | NEW, raised | - | ignored | ignored | ignored | - |
/// | NEW | NEW, image added | ignored | ACKNOWLEDGED | DISMISSED | ignored | NEW, escalated |
/// | ACKNOWLEDGED | image added; NEW (reopened) when it shows a side that no earlier image shows | ignored | ignored
/// | DISMISSED | NEW, returned | - |
/// | DISMISSED | NEW, reopened | ignored | ACKNOWLEDGED | ignored | NEW, returned | - |
///
/// A negative score changes nothing in any state. No event lowers a priority. Comments change no state. Acknowledging
/// or dismissing an alert as it was before its latest radiograph is ignored: nobody has judged that radiograph.
/// Returning counts whatever its user saw, since somebody has to look again. An alert comes back at the level where it
/// was, or one below the highest, so that it escalates once more.
/// Stateless and safe for use by many threads.
public final class Triage {

    /// Who escalates, and who adds images, in histories and in the audit.
    public static final String SYSTEM = "system";

    private final EscalationPolicy escalation;

    public Triage(EscalationPolicy escalation) {
        this.escalation = escalation;
    }

    /// @param state null when the study has no alert
    /// @param now when the event is handled, which after a pause may be long after it happened
    public Decision decide(@Nullable StudyState state, TriageEvent event, Instant now) {
        return switch (event) {
            case ImageScored scored -> onScore(state, scored, now);
            case ActionTaken taken -> onAction(state, taken, now);
            case EscalationDue passed -> onDue(state, passed, now);
        };
    }

    private Decision onScore(@Nullable StudyState state, ImageScored scored, Instant now) {
        if (!scored.positive()) {
            return new Ignored(Reason.NEGATIVE_SCORE);
        }
        if (state == null) {
            return publish(
                    new StudyState(raise(scored, now), List.of(scored.finding().image()), List.of()));
        }
        if (state.seenImages().contains(scored.finding().image())) {
            return new Ignored(Reason.IMAGE_ALREADY_COUNTED);
        }
        return publish(state.with(addImage(state.alert(), scored, now))
                .seen(scored.finding().image()));
    }

    private Alert raise(ImageScored scored, Instant now) {
        HistoryEntry entry = new HistoryEntry(AlertChange.RAISED, SYSTEM, null, now);
        return new Alert(
                scored.alert(),
                1,
                AlertState.NEW,
                AlertChange.RAISED,
                scored.priority(),
                0,
                escalation.next(scored.priority(), 0, now),
                List.of(scored.finding()),
                List.of(entry),
                scored.finding().receivedAt(),
                now,
                now);
    }

    private Alert addImage(Alert alert, ImageScored scored, Instant now) {
        boolean newSide = scored.finding().laterality().addsSideTo(alert.sides());
        Alert grown = alert.with(scored.finding(), scored.priority());
        boolean reopens =
                switch (alert.state()) {
                    case NEW -> false;
                    case ACKNOWLEDGED -> newSide;
                    case DISMISSED -> true;
                };
        if (reopens) {
            HistoryEntry entry = new HistoryEntry(AlertChange.REOPENED, SYSTEM, null, now);
            return grown.next(entry, AlertState.NEW, 0, escalation.next(grown.priority(), 0, now));
        }
        HistoryEntry entry = new HistoryEntry(AlertChange.IMAGE_ADDED, SYSTEM, null, now);
        return grown.next(entry, grown.state(), grown.escalationLevel(), dueAfterImage(alert, grown, now));
    }

    /// A raised priority brings the due time forward and never moves it back.
    private @Nullable Instant dueAfterImage(Alert before, Alert grown, Instant now) {
        Instant due = before.escalateAt();
        if (due == null || before.priority() == grown.priority()) {
            return due;
        }
        Instant sooner = escalation.next(grown.priority(), grown.escalationLevel(), now);
        return sooner != null && sooner.isBefore(due) ? sooner : due;
    }

    private Decision onAction(@Nullable StudyState state, ActionTaken taken, Instant now) {
        if (taken.action() == Action.ESCALATE) {
            return new Ignored(Reason.OWN_RECORD);
        }
        if (state == null) {
            return new Ignored(Reason.NO_SUCH_ALERT);
        }
        if (state.seenActions().contains(taken.id())) {
            return new Ignored(Reason.ACTION_ALREADY_APPLIED);
        }
        if (taken.action().needsReason()
                && (taken.reason() == null || taken.reason().isBlank())) {
            return new Ignored(Reason.REASON_MISSING);
        }
        return switch (taken.action()) {
            case ACKNOWLEDGE -> moveTo(state, AlertState.ACKNOWLEDGED, AlertChange.ACKNOWLEDGED, taken, now);
            case DISMISS -> moveTo(state, AlertState.DISMISSED, AlertChange.DISMISSED, taken, now);
            case COMMENT -> comment(state, taken, now);
            case RETURN -> giveBack(state, taken, now);
            case ESCALATE -> new Ignored(Reason.OWN_RECORD);
            case UNKNOWN -> new Ignored(Reason.UNKNOWN_ACTION);
        };
    }

    private static Decision moveTo(
            StudyState state, AlertState target, AlertChange change, ActionTaken taken, Instant now) {
        Alert alert = state.alert();
        if (alert.state() == target) {
            return new Ignored(Reason.ALREADY_IN_STATE);
        }
        if (alert.hasImageSince(taken.seenVersion())) {
            return new Ignored(Reason.VIEW_OUTDATED);
        }
        HistoryEntry entry = new HistoryEntry(change, taken.by(), taken.reason(), now);
        return publish(state.with(alert.next(entry, target, alert.escalationLevel(), null))
                .seen(taken.id()));
    }

    private Decision giveBack(StudyState state, ActionTaken taken, Instant now) {
        Alert alert = state.alert();
        if (alert.state() == AlertState.NEW) {
            return new Ignored(Reason.ALREADY_IN_STATE);
        }
        int level = Math.min(alert.escalationLevel(), escalation.maxLevel() - 1);
        HistoryEntry entry = new HistoryEntry(AlertChange.RETURNED, taken.by(), taken.reason(), now);
        Instant due = escalation.next(alert.priority(), level, now);
        return publish(state.with(alert.next(entry, AlertState.NEW, level, due)).seen(taken.id()));
    }

    private static Decision comment(StudyState state, ActionTaken taken, Instant now) {
        Alert alert = state.alert();
        HistoryEntry entry = new HistoryEntry(AlertChange.COMMENTED, taken.by(), taken.reason(), now);
        return publish(state.with(alert.next(entry, alert.state(), alert.escalationLevel(), alert.escalateAt()))
                .seen(taken.id()));
    }

    /// Whether an alert's time to escalate has come. Also when it stands further off than the whole wait: then the
    /// clock went back, nobody knows how long the alert has waited, and too early is better than too late.
    public boolean isOverdue(Alert alert, Instant now) {
        Instant due = alert.escalateAt();
        Instant latest = escalation.next(alert.priority(), alert.escalationLevel(), now);
        return due != null && (!due.isAfter(now) || (latest != null && due.isAfter(latest)));
    }

    private Decision onDue(@Nullable StudyState state, EscalationDue passed, Instant now) {
        if (state == null
                || state.alert().state() != AlertState.NEW
                || !passed.due().equals(state.alert().escalateAt())
                || !isOverdue(state.alert(), now)) {
            return new Ignored(Reason.NO_LONGER_DUE);
        }
        Alert alert = state.alert();
        int level = alert.escalationLevel() + 1;
        HistoryEntry entry = new HistoryEntry(AlertChange.ESCALATED, SYSTEM, null, now);
        Alert escalated = alert.next(entry, AlertState.NEW, level, escalation.next(alert.priority(), level, now));
        ActionTaken record = new ActionTaken(
                escalationId(escalated), alert.id(), Action.ESCALATE, SYSTEM, "level " + level, null, now);
        return new Changed(state.with(escalated), List.of(new Output.Publish(escalated), new Output.Audit(record)));
    }

    /// Names an escalation once and for all, so that the audit can tell a repeated record from a second escalation.
    private static String escalationId(Alert escalated) {
        String name = escalated.id() + ":" + escalated.version();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Changed publish(StudyState state) {
        return new Changed(state, List.of(new Output.Publish(state.alert())));
    }
}
