package io.pleura.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.alerting.triage.Action;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertChange;
import io.pleura.alerting.triage.AlertState;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.Priority;
import io.pleura.alerting.triage.StudyState;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.events.ActionKind;
import io.pleura.schemas.AlertId;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlertEventsTest {

    private static final Alert ALERT = Samples.alert("1.2.3", AlertState.ACKNOWLEDGED, Priority.STAT);

    @Test
    void anAlertComesBackFromTheLogAsItWas() {
        EventSerde<io.pleura.events.AlertChanged> serde = EventSerde.of(Topic.ALERTS);
        assertThat(AlertEvents.alert(serde.fromBytes(serde.toBytes(AlertEvents.event(ALERT)))))
                .isEqualTo(ALERT);
    }

    @Test
    void aStateComesBackFromItsStoreAsItWas() {
        EventSerde<io.pleura.events.StudyState> serde = EventSerde.of(io.pleura.events.StudyState.class);
        StudyState state = new StudyState(ALERT, List.of(new SopInstanceUid("1.2.3.1")), List.of("a", "b"));
        assertThat(AlertEvents.state(serde.fromBytes(serde.toBytes(AlertEvents.event(state)))))
                .isEqualTo(state);
    }

    @Test
    void anActionComesBackFromTheLogAsItWas() {
        ActionTaken action =
                new ActionTaken("a", new AlertId("1.2.3"), Action.DISMISS, "clinician", "skin fold", 3L, Samples.NOON);
        assertThat(AlertEvents.action(AlertEvents.event(action))).isEqualTo(action);
    }

    @Test
    void anAlertInAStateThatThisVersionDoesNotKnowIsNew() {
        io.pleura.events.AlertChanged event = AlertEvents.event(ALERT);
        event.put("state", io.pleura.events.AlertState.UNKNOWN);
        assertThat(AlertEvents.alert(event).state()).isEqualTo(AlertState.NEW);
    }

    @ParameterizedTest
    @MethodSource("enumerations")
    void bothSidesKnowTheSameNames(Class<? extends Enum<?>> ours, Class<? extends Enum<?>> theirs) {
        assertThat(names(ours)).containsExactlyInAnyOrderElementsOf(names(theirs));
    }

    static Stream<Arguments> enumerations() {
        return Stream.of(
                Arguments.of(Priority.class, io.pleura.events.Priority.class),
                Arguments.of(Laterality.class, io.pleura.events.Laterality.class),
                Arguments.of(AlertChange.class, io.pleura.events.AlertChange.class),
                Arguments.of(Action.class, ActionKind.class));
    }

    private static List<String> names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    }
}
