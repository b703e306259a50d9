package io.pleura.alerting.triage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.Samples;
import io.pleura.alerting.triage.Decision.Changed;
import io.pleura.alerting.triage.Decision.Ignored;
import io.pleura.alerting.triage.Decision.Output;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.alerting.triage.TriageEvent.EscalationDue;
import io.pleura.alerting.triage.TriageEvent.ImageScored;
import io.pleura.schemas.AlertId;
import io.pleura.schemas.StudyUid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A study's story in words: `image UID SCORE SIDE [stat] [unstated|unnoted]` (a score under 0.5 is negative;
/// the file does not state which way the patient faces, or nobody noted whether it does), `ack ID`, `dismiss
/// ID`, `dismiss-without-reason ID`, `comment ID`, `return ID` (each with `seen VERSION` when the user stated
/// it), `due` (the due time comes), `wait SECONDS`. It begins at noon.
///
/// STAT escalates after 5 minutes, then every 10; routine every 30; four levels.
public final class Scenario {

    public static final AlertId STUDY = new AlertId("1.2.3");

    private final Triage triage = new Triage(new EscalationPolicy(
            List.of(Duration.ofMinutes(5), Duration.ofMinutes(10)), List.of(Duration.ofMinutes(30)), 4));
    private @Nullable StudyState state;
    private @Nullable Decision last;
    private Instant now = Samples.NOON;

    public static Scenario play(String story) {
        Scenario scenario = new Scenario();
        List.of(story.split(",")).forEach(step -> scenario.step(step.strip()));
        return scenario;
    }

    void step(String step) {
        List<String> words = new ArrayList<>(List.of(step.split(" ")));
        String verb = words.removeFirst();
        switch (verb) {
            case "image" -> decide(image(words), now);
            case "wait" -> now = now.plusSeconds(Long.parseLong(words.getFirst()));
            case "due" -> {
                now = Objects.requireNonNull(alert().escalateAt());
                decide(new EscalationDue(STUDY, now), now);
            }
            default -> decide(action(verb, words), now);
        }
    }

    Decision decide(TriageEvent event, Instant at) {
        Decision decision = triage.decide(state, event, at);
        if (decision instanceof Changed(StudyState changed, List<Output> outputs)) {
            assertThat(outputs.getFirst()).isEqualTo(new Output.Publish(changed.alert()));
            state = changed;
        }
        last = decision;
        return decision;
    }

    public Alert alert() {
        return Objects.requireNonNull(state).alert();
    }

    String told() {
        String ignored = last instanceof Ignored(Decision.Reason reason) ? " " + reason : "";
        return (state == null ? "none" : told(state.alert())) + ignored;
    }

    private static String told(Alert alert) {
        Instant due = alert.escalateAt();
        return String.format(
                Locale.ROOT,
                "%s %s v%d %s level %d due %s",
                alert.state(),
                alert.change(),
                alert.version(),
                alert.priority(),
                alert.escalationLevel(),
                due == null
                        ? "never"
                        : Long.toString(Duration.between(Samples.NOON, due).toSeconds()));
    }

    private static ImageScored image(List<String> words) {
        double score = Double.parseDouble(words.get(1));
        return new ImageScored(
                new StudyUid(STUDY.value()),
                words.contains("stat") ? Priority.STAT : Priority.ROUTINE,
                score >= 0.5,
                Samples.finding(words.get(0), score, Laterality.valueOf(words.get(2)), facingStated(words)));
    }

    private static @Nullable Boolean facingStated(List<String> words) {
        return words.contains("unnoted") ? null : !words.contains("unstated");
    }

    private ActionTaken action(String verb, List<String> words) {
        String id = words.getFirst();
        Long seen = words.contains("seen") ? Long.valueOf(words.getLast()) : null;
        return switch (verb) {
            case "ack" -> new ActionTaken(id, STUDY, Action.ACKNOWLEDGE, "clinician", null, seen, now);
            case "dismiss" -> new ActionTaken(id, STUDY, Action.DISMISS, "clinician", "skin fold", seen, now);
            case "dismiss-without-reason" -> new ActionTaken(id, STUDY, Action.DISMISS, "clinician", " ", seen, now);
            case "comment" -> new ActionTaken(id, STUDY, Action.COMMENT, "clinician", "drain in place", seen, now);
            case "return" -> new ActionTaken(id, STUDY, Action.RETURN, "clinician", null, seen, now);
            default -> throw new IllegalArgumentException(verb);
        };
    }
}
