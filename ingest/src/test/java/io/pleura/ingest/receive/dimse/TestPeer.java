package io.pleura.ingest.receive.dimse;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tags;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.ingest.commit.CommitmentReport;
import io.pleura.ingest.wire.CommandSet;
import io.pleura.ingest.wire.FragmentStream;
import io.pleura.ingest.wire.FragmentWriter;
import io.pleura.ingest.wire.Implementation;
import io.pleura.ingest.wire.Pdu;
import io.pleura.ingest.wire.Pdu.AssociateAccept;
import io.pleura.ingest.wire.Pdu.AssociateRequest;
import io.pleura.ingest.wire.Pdu.DataTransfer;
import io.pleura.ingest.wire.Pdu.ProposedContext;
import io.pleura.ingest.wire.PduReader;
import io.pleura.ingest.wire.PduWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;

/// A peer that says what it is told to, right or wrong; its AE title is `TESTSCU`.
public final class TestPeer implements AutoCloseable {

    static final int TIMEOUT_MILLIS = 30_000;
    private static final int MAX_PDU_BYTES = 1 << 20;

    private final Socket socket;
    private final PduReader reader;

    /// Connects to a port of this machine.
    public TestPeer(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    TestPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        reader = new PduReader(socket.getInputStream(), MAX_PDU_BYTES);
    }

    /// Begins a C-STORE on a context: its command and the first bytes of a data set, which never ends.
    public void beginStore(int contextId, String sopClass) throws IOException {
        try (FragmentWriter command = new FragmentWriter(socket.getOutputStream(), 0, contextId, true)) {
            command.write(CommandSet.storeRequest(1, sopClass, "2.25.1").toByteArray());
        }
        trickle(contextId);
    }

    /// Two more bytes of a data set.
    void trickle(int contextId) throws IOException {
        sendBytes("04 00 00 00 00 08 00 00 00 04 %02x 00 08 00".formatted(contextId));
    }

    /// Asks for Verification.
    public static AssociateRequest request() {
        return request(Implementation.VERIFICATION_SOP_CLASS);
    }

    /// Asks for one SOP class on context 1.
    public static AssociateRequest request(String sopClass) {
        return request(ScpFixture.CALLER, sopClass);
    }

    /// The same under another AE title.
    static AssociateRequest request(String caller, String sopClass) {
        return new AssociateRequest(
                1,
                "PLEURA",
                caller,
                PduWriter.APPLICATION_CONTEXT,
                List.of(new ProposedContext(1, sopClass, List.of("1.2.840.10008.1.2"))),
                Implementation.user(16384));
    }

    public AssociateAccept associate() throws IOException {
        return associate(request());
    }

    public AssociateAccept associate(AssociateRequest request) throws IOException {
        send(request);
        return (AssociateAccept) next();
    }

    /// C-ECHO on context 1; returns the status.
    int echo() throws IOException {
        try (FragmentWriter command = new FragmentWriter(socket.getOutputStream(), 0, 1, true)) {
            command.write(CommandSet.echoRequest(1, Implementation.VERIFICATION_SOP_CLASS)
                    .toByteArray());
        }
        return CommandSet.read(FragmentStream.ofCommand(reader, this::awaitData))
                .number(CommandSet.STATUS)
                .orElseThrow();
    }

    /// Storage commitment on context 1; returns the status.
    int requestCommitment(String transactionUid, DataSet... references) throws IOException {
        return action(
                CommandSet.actionRequest(7, CommitmentReport.SOP_CLASS, CommitmentReport.SOP_INSTANCE, 1),
                DataSet.builder()
                        .string(Tags.TRANSACTION_UID, transactionUid)
                        .items(Tags.REFERENCED_SOP_SEQUENCE, List.of(references))
                        .build());
    }

    /// A request on context 1, with a data set in Implicit VR Little Endian; returns the response.
    public CommandSet ask(CommandSet request, DataSet dataSet) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DicomWriter.writeDataSet(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, bytes);
        return ask(request, bytes.toByteArray());
    }

    /// The same with whatever bytes.
    public CommandSet ask(CommandSet request, byte[] dataSet) throws IOException {
        command(request);
        try (FragmentWriter data = new FragmentWriter(socket.getOutputStream(), 0, 1, false)) {
            data.write(dataSet);
        }
        return CommandSet.read(FragmentStream.ofCommand(reader, this::awaitData));
    }

    /// The same without a data set.
    public CommandSet ask(CommandSet request) throws IOException {
        command(request);
        return CommandSet.read(FragmentStream.ofCommand(reader, this::awaitData));
    }

    /// N-ACTION on context 1; returns the status.
    int action(CommandSet request, DataSet information) throws IOException {
        return ask(request, information).number(CommandSet.STATUS).orElseThrow();
    }

    /// The N-EVENT-REPORT that comes next, on context 1.
    Report nextReport() throws IOException, DicomException {
        CommandSet command = CommandSet.read(FragmentStream.ofCommand(reader, this::awaitData));
        byte[] information =
                FragmentStream.ofDataSet(reader, this::awaitData, 1).readAllBytes();
        return new Report(
                command,
                DicomReader.readDataSet(information, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, ReadLimits.DEFAULT));
    }

    void answer(Report report, int status) throws IOException {
        try (FragmentWriter command = new FragmentWriter(socket.getOutputStream(), 0, 1, true)) {
            command.write(report.command().respond(status, "").toByteArray());
        }
    }

    record Report(CommandSet command, DataSet information) {

        int eventType() {
            return command.number(CommandSet.EVENT_TYPE_ID).orElseThrow();
        }

        List<String> committed() {
            return information.items(Tags.REFERENCED_SOP_SEQUENCE).stream()
                    .map(item -> item.string(Tags.REFERENCED_SOP_INSTANCE_UID).orElseThrow())
                    .toList();
        }

        /// Instance and reason.
        List<String> failed() {
            return information.items(Tags.FAILED_SOP_SEQUENCE).stream()
                    .map(item -> "%s 0x%04x"
                            .formatted(
                                    item.string(Tags.REFERENCED_SOP_INSTANCE_UID)
                                            .orElseThrow(),
                                    item.integer(Tags.FAILURE_REASON).orElseThrow()))
                    .toList();
        }
    }

    private void command(CommandSet request) throws IOException {
        try (FragmentWriter command = new FragmentWriter(socket.getOutputStream(), 0, 1, true)) {
            command.write(request.toByteArray());
        }
    }

    public void send(Pdu pdu) throws IOException {
        PduWriter.write(pdu, socket.getOutputStream());
    }

    public void sendBytes(String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    public Pdu next() throws IOException {
        return reader.next();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void awaitData() throws IOException {
        Pdu pdu = next();
        if (!(pdu instanceof DataTransfer)) {
            throw new IOException("no data but " + pdu);
        }
    }
}
