package io.pleura.ingest.receive.dimse;

import io.pleura.ingest.receive.dimse.StateTable.State;
import io.pleura.ingest.wire.Pdu;
import io.pleura.ingest.wire.Pdu.Abort;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateReject;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.DataTransfer;
import io.pleura.ingest.wire.Pdu.NegotiatedContext;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.Pdu.ReleaseRequest;
import io.pleura.ingest.wire.Pdu.ReleaseResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What was said on one association, for the log when it goes wrong: each PDU's type and length, presentation contexts,
/// reasons, and the state (PS3.8 section 9.2) in which it came or went. Nothing of any data set, and of what the peer
/// named nothing but UIDs.
///
/// Bounded: the last [#MAX_LINES] lines, P-DATA-TF PDUs in a row being one, and [#MAX_CONTEXTS] contexts of a line. One
/// thread.
final class ProtocolTrace {

    static final int MAX_LINES = 40;
    static final int MAX_CONTEXTS = 16;

    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    private final LongSupplier nanos;
    private final long beginNanos;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long omitted;

    /// @param nanos [System#nanoTime], or a test's
    ProtocolTrace(LongSupplier nanos) {
        this.nanos = nanos;
        beginNanos = nanos.getAsLong();
    }

    /// @param data how many P-DATA-TF PDUs it stands for; 0 for anything else
    private record Line(long millis, State state, String text, int data, long bytes) {}

    /// A PDU came.
    ///
    /// @param lengthBytes as its header has it, without the header
    void received(State state, Pdu pdu, long lengthBytes) {
        if (pdu instanceof DataTransfer) {
            receivedData(state, lengthBytes);
        } else {
            add(state, "< %s, %d bytes%s".formatted(name(pdu), lengthBytes, detail(pdu)), 0, 0);
        }
    }

    /// A PDU went.
    void sent(State state, Pdu pdu) {
        add(state, "> " + name(pdu) + detail(pdu), 0, 0);
    }

    /// Anything else: a message's command, a failure.
    void note(State state, String what) {
        add(state, "- " + what, 0, 0);
    }

    /// One line each, the oldest first.
    @Override
    public String toString() {
        String text = lines.stream().map(ProtocolTrace::text).collect(Collectors.joining("\n"));
        return omitted == 0 ? text : "  (" + omitted + " lines before)\n" + text;
    }

    private void receivedData(State state, long lengthBytes) {
        Line last = lines.peekLast();
        if (last != null && last.data() > 0 && last.state() == state) {
            lines.removeLast();
            lines.add(new Line(last.millis(), state, last.text(), last.data() + 1, last.bytes() + lengthBytes));
        } else {
            add(state, "< P-DATA-TF", 1, lengthBytes);
        }
    }

    private void add(State state, String text, int data, long bytes) {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
            omitted++;
        }
        lines.add(new Line((nanos.getAsLong() - beginNanos) / 1_000_000, state, text, data, bytes));
    }

    private static String text(Line line) {
        String data = line.data() == 0 ? "" : ", %d of %d bytes".formatted(line.data(), line.bytes());
        return String.format(Locale.ROOT, "  %7d ms %-5s %s%s", line.millis(), line.state(), line.text(), data);
    }

    private static String name(Pdu pdu) {
        return switch (pdu) {
            case AssociateRequest ignored -> "A-ASSOCIATE-RQ";
            case AssociateAccept ignored -> "A-ASSOCIATE-AC";
            case AssociateReject ignored -> "A-ASSOCIATE-RJ";
            case DataTransfer ignored -> "P-DATA-TF";
            case ReleaseRequest ignored -> "A-RELEASE-RQ";
            case ReleaseResponse ignored -> "A-RELEASE-RP";
            case Abort ignored -> "A-ABORT";
        };
    }

    private static String detail(Pdu pdu) {
        return switch (pdu) {
            case AssociateRequest request ->
                ", PDUs up to %d, contexts %s"
                        .formatted(request.user().maxLengthBytes(), list(request.contexts(), ProtocolTrace::proposed));
            case AssociateAccept accept ->
                ", PDUs up to %d, contexts %s"
                        .formatted(accept.user().maxLengthBytes(), list(accept.contexts(), ProtocolTrace::negotiated));
            case AssociateReject(int result, int source, int reason) ->
                ", result %d source %d reason %d".formatted(result, source, reason);
            case Abort(int source, int reason) -> ", source %d reason %d".formatted(source, reason);
            case DataTransfer ignored -> "";
            case ReleaseRequest ignored -> "";
            case ReleaseResponse ignored -> "";
        };
    }

    private static <T> String list(List<T> contexts, Function<T, String> text) {
        String shown = contexts.stream().limit(MAX_CONTEXTS).map(text).collect(Collectors.joining(", "));
        int more = contexts.size() - MAX_CONTEXTS;
        return "[" + shown + (more > 0 ? ", " + more + " more" : "") + "]";
    }

    private static String proposed(ProposedContext context) {
        return context.id() + " " + uid(context.abstractSyntax()) + " in "
                + context.transferSyntaxes().size() + " syntaxes";
    }

    private static String negotiated(NegotiatedContext context) {
        return context.id()
                + (context.accepted() ? " " + uid(context.transferSyntax()) : " result " + context.result());
    }

    private static String uid(String value) {
        return UID.matcher(value).matches() ? value : "(no UID)";
    }
}
