package io.pleura.ingest.receive.dimse;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// The upper layer's state machine (PS3.8 table 9-10) as far as it concerns an acceptor that never asks for a release
/// itself. Pure.
final class StateTable {

    /// States of PS3.8 tables 9-1 to 9-5.
    enum State {
        /// Idle.
        STA1,
        /// Transport connection open, awaiting A-ASSOCIATE-RQ.
        STA2,
        /// Awaiting the local answer to the association request.
        STA3,
        /// Association established.
        STA6,
        /// Awaiting the local answer to the release request.
        STA8,
        /// Awaiting the close of the transport connection.
        STA13
    }

    /// Events of table 9-10: what the peer, the transport or we ourselves do.
    enum Event {
        TRANSPORT_OPENED,
        ASSOCIATE_AC,
        ASSOCIATE_RJ,
        ASSOCIATE_RQ,
        ACCEPT,
        REJECT,
        P_DATA,
        RELEASE_RQ,
        RELEASE_RP,
        RELEASE_ANSWER,
        ABORT_REQUEST,
        ABORT,
        TRANSPORT_CLOSED,
        ARTIM_EXPIRED,
        INVALID_PDU
    }

    /// Actions of tables 9-6 to 9-9.
    enum Action {
        /// Start ARTIM.
        AE5,
        /// Stop ARTIM and look at the request.
        AE6,
        /// Send A-ASSOCIATE-AC.
        AE7,
        /// Send A-ASSOCIATE-RJ and start ARTIM.
        AE8,
        /// Indicate P-DATA.
        DT2,
        /// Indicate A-RELEASE.
        AR2,
        /// Send A-RELEASE-RP and start ARTIM.
        AR4,
        /// Stop ARTIM.
        AR5,
        /// Send A-ABORT as service user and start ARTIM.
        AA1,
        /// Stop ARTIM and close the connection.
        AA2,
        /// Indicate A-ABORT and close the connection.
        AA3,
        /// Indicate A-P-ABORT.
        AA4,
        /// Stop ARTIM.
        AA5,
        /// Ignore the PDU.
        AA6,
        /// Send A-ABORT.
        AA7,
        /// Send A-ABORT as service provider, indicate A-P-ABORT and start ARTIM.
        AA8
    }

    record Transition(Action action, State next) {}

    /// Rows are events, columns are states, `action>next`; a dash is what cannot happen.
    private static final String TABLE = """
            event            | STA1      | STA2       | STA3       | STA6       | STA8       | STA13
            TRANSPORT_OPENED | AE5>STA2  | -          | -          | -          | -          | -
            ASSOCIATE_AC     | -         | AA1>STA13  | AA8>STA13  | AA8>STA13  | AA8>STA13  | AA6>STA13
            ASSOCIATE_RJ     | -         | AA1>STA13  | AA8>STA13  | AA8>STA13  | AA8>STA13  | AA6>STA13
            ASSOCIATE_RQ     | -         | AE6>STA3   | AA8>STA13  | AA8>STA13  | AA8>STA13  | AA7>STA13
            ACCEPT           | -         | -          | AE7>STA6   | -          | -          | -
            REJECT           | -         | -          | AE8>STA13  | -          | -          | -
            P_DATA           | -         | AA1>STA13  | AA8>STA13  | DT2>STA6   | AA8>STA13  | AA6>STA13
            RELEASE_RQ       | -         | AA1>STA13  | AA8>STA13  | AR2>STA8   | AA8>STA13  | AA6>STA13
            RELEASE_RP       | -         | AA1>STA13  | AA8>STA13  | AA8>STA13  | AA8>STA13  | AA6>STA13
            RELEASE_ANSWER   | -         | -          | -          | -          | AR4>STA13  | -
            ABORT_REQUEST    | -         | -          | AA1>STA13  | AA1>STA13  | AA1>STA13  | -
            ABORT            | -         | AA2>STA1   | AA3>STA1   | AA3>STA1   | AA3>STA1   | AA2>STA1
            TRANSPORT_CLOSED | -         | AA5>STA1   | AA4>STA1   | AA4>STA1   | AA4>STA1   | AR5>STA1
            ARTIM_EXPIRED    | -         | AA2>STA1   | -          | -          | -          | AA2>STA1
            INVALID_PDU      | -         | AA1>STA13  | AA8>STA13  | AA8>STA13  | AA8>STA13  | AA7>STA13
            """;

    private static final Map<Event, Map<State, Transition>> TRANSITIONS = parse();

    private StateTable() {}

    /// @throws IllegalStateException when the event cannot happen in that state
    static Transition next(State state, Event event) {
        Transition transition = TRANSITIONS.getOrDefault(event, Map.of()).get(state);
        if (transition == null) {
            throw new IllegalStateException(event + " in " + state);
        }
        return transition;
    }

    private static Map<Event, Map<State, Transition>> parse() {
        Map<Event, Map<State, Transition>> transitions = new EnumMap<>(Event.class);
        State[] columns = null;
        for (String line : TABLE.lines().toList()) {
            String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
            String[] values = Arrays.copyOfRange(cells, 1, cells.length);
            if (columns == null) {
                columns = Arrays.stream(values).map(State::valueOf).toArray(State[]::new);
                continue;
            }
            Map<State, Transition> row = new EnumMap<>(State.class);
            for (int column = 0; column < columns.length; column++) {
                if (!values[column].equals("-")) {
                    String[] actionAndNext = values[column].split(">");
                    row.put(
                            columns[column],
                            new Transition(Action.valueOf(actionAndNext[0]), State.valueOf(actionAndNext[1])));
                }
            }
            transitions.put(Event.valueOf(cells[0]), row);
        }
        return transitions;
    }
}
