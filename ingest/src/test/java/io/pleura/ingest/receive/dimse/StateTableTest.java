package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.ingest.receive.dimse.StateTable.Action;
import io.pleura.ingest.receive.dimse.StateTable.Event;
import io.pleura.ingest.receive.dimse.StateTable.State;
import io.pleura.ingest.receive.dimse.StateTable.Transition;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateTableTest {

    private static final Set<Event> FROM_THE_PEER = EnumSet.of(
            Event.ASSOCIATE_AC,
            Event.ASSOCIATE_RJ,
            Event.ASSOCIATE_RQ,
            Event.P_DATA,
            Event.RELEASE_RQ,
            Event.RELEASE_RP,
            Event.ABORT,
            Event.INVALID_PDU,
            Event.TRANSPORT_CLOSED);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
            # an association that goes well
            STA1,  TRANSPORT_OPENED, AE5, STA2
            STA2,  ASSOCIATE_RQ,     AE6, STA3
            STA3,  ACCEPT,           AE7, STA6
            STA6,  P_DATA,           DT2, STA6
            STA6,  RELEASE_RQ,       AR2, STA8
            STA8,  RELEASE_ANSWER,   AR4, STA13
            STA13, TRANSPORT_CLOSED, AR5, STA1
            # one that is refused
            STA3,  REJECT,           AE8, STA13
            # a peer that does not speak first, or speaks nonsense
            STA2,  ARTIM_EXPIRED,    AA2, STA1
            STA2,  P_DATA,           AA1, STA13
            STA2,  INVALID_PDU,      AA1, STA13
            # a peer that associates twice
            STA6,  ASSOCIATE_RQ,     AA8, STA13
            # we have no patience any more
            STA6,  ABORT_REQUEST,    AA1, STA13
            # while the connection is to be closed, whatever comes is too late
            STA13, P_DATA,           AA6, STA13
            STA13, ASSOCIATE_RQ,     AA7, STA13
            STA13, ARTIM_EXPIRED,    AA2, STA1
            """)
    void followsTheStandardsTable(State state, Event event, Action action, State next) {
        assertThat(StateTable.next(state, event)).isEqualTo(new Transition(action, next));
    }

    @Test
    void hasAnAnswerToWhateverThePeerDoes() {
        for (State state : EnumSet.complementOf(EnumSet.of(State.STA1))) {
            for (Event event : FROM_THE_PEER) {
                assertThat(StateTable.next(state, event))
                        .as("%s in %s", event, state)
                        .isNotNull();
            }
        }
    }

    @Test
    void anAbortAlwaysEndsIt() {
        for (State state : EnumSet.complementOf(EnumSet.of(State.STA1))) {
            assertThat(StateTable.next(state, Event.ABORT).next())
                    .as("%s", state)
                    .isEqualTo(State.STA1);
        }
    }

    @Test
    void whatCannotHappenIsABug() {
        assertThatThrownBy(() -> StateTable.next(State.STA2, Event.ACCEPT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ACCEPT in STA2");
    }
}
