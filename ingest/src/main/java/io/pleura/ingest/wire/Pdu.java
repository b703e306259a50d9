package io.pleura.ingest.wire;

import java.util.List;

/// A protocol data unit of the DICOM upper layer (PS3.8 section 9.3).
///
/// A P-DATA-TF PDU is only announced here: its content is streamed, see [PduReader].
public sealed interface Pdu {

    /// PDU-type, the first byte of every PDU.
    int type();

    int ASSOCIATE_RQ = 0x01;
    int ASSOCIATE_AC = 0x02;
    int ASSOCIATE_RJ = 0x03;
    int P_DATA_TF = 0x04;
    int RELEASE_RQ = 0x05;
    int RELEASE_RP = 0x06;
    int ABORT = 0x07;

    /// The AE titles of an A-ASSOCIATE-RQ and the reserved bytes behind them as they stand in it (table 9-11, bytes 11
    /// to 74), because the A-ASSOCIATE-AC sends them back unchanged (table 9-17). A character is a byte.
    record AeTitles(String called, String calling, String reserved) {

        static final int TITLE_BYTES = 16;
        static final int RESERVED_BYTES = 32;

        public AeTitles {
            if (called.length() != TITLE_BYTES
                    || calling.length() != TITLE_BYTES
                    || reserved.length() != RESERVED_BYTES) {
                throw new IllegalArgumentException("AE titles of 16 bytes, 32 reserved ones");
            }
        }

        /// Padded with spaces, and nothing behind them.
        public static AeTitles of(String called, String calling) {
            return new AeTitles(padded(called), padded(calling), "\0".repeat(RESERVED_BYTES));
        }

        private static String padded(String title) {
            return (title + " ".repeat(TITLE_BYTES)).substring(0, TITLE_BYTES);
        }
    }

    /// A-ASSOCIATE-RQ (9.3.2).
    ///
    /// @param protocolVersion a bit field; bit 0 is the only version that exists
    record AssociateRequest(
            int protocolVersion,
            AeTitles aeTitles,
            String applicationContext,
            List<ProposedContext> contexts,
            UserInformation user)
            implements Pdu {

        /// Identifiers are odd bytes, so there cannot be more.
        public static final int MAX_CONTEXTS = 128;

        public AssociateRequest {
            contexts = List.copyOf(contexts);
        }

        /// As a requestor writes it.
        public AssociateRequest(
                int protocolVersion,
                String calledAeTitle,
                String callingAeTitle,
                String applicationContext,
                List<ProposedContext> contexts,
                UserInformation user) {
            this(protocolVersion, AeTitles.of(calledAeTitle, callingAeTitle), applicationContext, contexts, user);
        }

        /// The called AE title, without the spaces around it.
        public String calledAeTitle() {
            return AssociateItems.trimmed(aeTitles.called());
        }

        /// The calling AE title, without the spaces around it.
        public String callingAeTitle() {
            return AssociateItems.trimmed(aeTitles.calling());
        }

        @Override
        public int type() {
            return ASSOCIATE_RQ;
        }
    }

    /// A-ASSOCIATE-AC (9.3.3).
    ///
    /// @param aeTitles of the request
    record AssociateAccept(AeTitles aeTitles, List<NegotiatedContext> contexts, UserInformation user) implements Pdu {

        public AssociateAccept {
            contexts = List.copyOf(contexts);
        }

        @Override
        public int type() {
            return ASSOCIATE_AC;
        }
    }

    /// A-ASSOCIATE-RJ (9.3.4): numbers of table 9-21.
    record AssociateReject(int result, int source, int reason) implements Pdu {

        public static final AssociateReject CALLED_AE_NOT_RECOGNIZED = new AssociateReject(1, 1, 7);
        public static final AssociateReject CALLING_AE_NOT_RECOGNIZED = new AssociateReject(1, 1, 3);
        public static final AssociateReject APPLICATION_CONTEXT_NOT_SUPPORTED = new AssociateReject(1, 1, 2);
        public static final AssociateReject PROTOCOL_VERSION_NOT_SUPPORTED = new AssociateReject(1, 2, 2);
        public static final AssociateReject LOCAL_LIMIT_EXCEEDED = new AssociateReject(2, 3, 2);

        private static final AssociateReject TEMPORARY_CONGESTION = new AssociateReject(2, 3, 1);

        /// What the numbers say (table 9-21).
        public String meaning() {
            if (equals(CALLED_AE_NOT_RECOGNIZED)) {
                return "called AE title not recognized";
            }
            if (equals(CALLING_AE_NOT_RECOGNIZED)) {
                return "calling AE title not recognized";
            }
            if (equals(APPLICATION_CONTEXT_NOT_SUPPORTED)) {
                return "application context name not supported";
            }
            if (equals(PROTOCOL_VERSION_NOT_SUPPORTED)) {
                return "protocol version not supported";
            }
            if (equals(LOCAL_LIMIT_EXCEEDED)) {
                return "local limit exceeded";
            }
            return equals(TEMPORARY_CONGESTION) ? "temporary congestion" : "no reason given";
        }

        @Override
        public int type() {
            return ASSOCIATE_RJ;
        }
    }

    /// P-DATA-TF (9.3.5), begun: its presentation data values follow in the stream.
    record DataTransfer(int lengthBytes) implements Pdu {
        @Override
        public int type() {
            return P_DATA_TF;
        }
    }

    /// A-RELEASE-RQ (9.3.6).
    record ReleaseRequest() implements Pdu {
        @Override
        public int type() {
            return RELEASE_RQ;
        }
    }

    /// A-RELEASE-RP (9.3.7).
    record ReleaseResponse() implements Pdu {
        @Override
        public int type() {
            return RELEASE_RP;
        }
    }

    /// A-ABORT (9.3.8): source and reason of table 9-26.
    record Abort(int source, int reason) implements Pdu {

        private static final int SERVICE_USER = 0;
        private static final int SERVICE_PROVIDER = 2;

        /// The reason is not significant when the service user aborts.
        public static final Abort BY_USER = new Abort(SERVICE_USER, 0);

        public static Abort byProvider(AbortReason reason) {
            return new Abort(SERVICE_PROVIDER, reason.code());
        }

        /// What the numbers say (table 9-26).
        public String meaning() {
            return switch (source) {
                case SERVICE_USER -> "by the service user";
                case SERVICE_PROVIDER ->
                    "by the service provider, "
                            + AbortReason.of(reason).map(AbortReason::words).orElse("reserved reason");
                default -> "by a reserved source";
            };
        }

        @Override
        public int type() {
            return ABORT;
        }
    }

    /// A presentation context as the requestor offers it (9.3.2.2). Identifiers are odd, 1 to 255.
    record ProposedContext(int id, String abstractSyntax, List<String> transferSyntaxes) {

        public ProposedContext {
            if (id < 1 || id > 255 || id % 2 == 0) {
                throw new IllegalArgumentException("a presentation context id is odd, 1 to 255: " + id);
            }
            transferSyntaxes = List.copyOf(transferSyntaxes);
        }
    }

    /// The acceptor's answer to one presentation context (9.3.3.2). The transfer syntax means nothing unless accepted.
    record NegotiatedContext(int id, int result, String transferSyntax) {

        public static final int ACCEPTANCE = 0;
        public static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
        public static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

        public boolean accepted() {
            return result == ACCEPTANCE;
        }
    }

    /// The user information item (9.3.2.3 and PS3.7 annex D.3.3).
    ///
    /// @param maxLengthBytes longest P-DATA-TF content that the sender of this item takes; 0 = no limit stated
    /// @param items wishes beyond the defaults, or the answers to them; a wish without answer is declined
    record UserInformation(
            long maxLengthBytes,
            String implementationClassUid,
            String implementationVersionName,
            List<UserItem> items) {

        /// Sub-items that ask for something; one for each of 128 contexts, twice, is plenty.
        public static final int MAX_ITEMS = 512;

        public UserInformation {
            items = List.copyOf(items);
        }
    }
}
