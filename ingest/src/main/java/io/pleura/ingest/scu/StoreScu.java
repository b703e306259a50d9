package io.pleura.ingest.scu;

import io.pleura.ingest.scu.Association.Syntax;
import io.pleura.ingest.wire.Implementation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Sends DICOM files over C-STORE, many on one association. A file whose SOP class or transfer syntax was not
/// negotiated yet makes it associate anew with what it has seen so far; so does one before which the peer has left.
///
/// One thread. Files go out byte for byte and are streamed. After an [IOException] the next call associates again.
public final class StoreScu implements AutoCloseable {

    private static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";

    /// Presentation context ids are odd bytes: 128 of them.
    private static final int MAX_SYNTAXES = 128;

    private final Peer peer;
    private final String callingAeTitle;
    private final Timeouts timeouts;
    private final SequencedSet<Syntax> syntaxes = new LinkedHashSet<>();
    private @Nullable Association association;

    /// Without TLS. Connects when it is first needed.
    public StoreScu(String host, int port, String callingAeTitle, String calledAeTitle, Timeouts timeouts) {
        this(new Peer(host, port, calledAeTitle, Optional.empty()), callingAeTitle, timeouts);
    }

    /// Connects when it is first needed.
    public StoreScu(Peer peer, String callingAeTitle, Timeouts timeouts) {
        this(peer, callingAeTitle, timeouts, Proposals.NONE);
    }

    /// The same where it is known what is going to be sent.
    public StoreScu(Peer peer, String callingAeTitle, Timeouts timeouts, Proposals proposals) {
        this.peer = peer;
        this.callingAeTitle = callingAeTitle;
        this.timeouts = timeouts;
        syntaxes.add(new Syntax(Implementation.VERIFICATION_SOP_CLASS, IMPLICIT_VR_LITTLE_ENDIAN));
        proposals.syntaxes().stream().limit(MAX_SYNTAXES - 1).forEach(syntaxes::add);
    }

    /// C-ECHO.
    ///
    /// @throws AssociationRejectedException when the peer refuses the association
    public StoreStatus echo() throws IOException {
        return onceMoreIfThePeerHadLeft(() -> association().echo());
    }

    /// C-STORE of a Part 10 file.
    ///
    /// @throws AssociationRejectedException when the peer refuses the association
    /// @throws IOException when the file is no DICOM file, or the connection broke: whether the peer has it is then
    /// unknown
    public StoreStatus store(Path file) throws IOException {
        return onceMoreIfThePeerHadLeft(() -> {
            try (Part10 object = Part10.open(file)) {
                return store(object);
            }
        });
    }

    /// C-STORE of a Part 10 file in memory.
    public StoreStatus store(byte[] file) throws IOException {
        return onceMoreIfThePeerHadLeft(() -> {
            try (Part10 object = Part10.of(file)) {
                return store(object);
            }
        });
    }

    /// Releases the association.
    @Override
    public void close() {
        release();
    }

    /// Breaks the association off, as a sender does that is stopped in the middle.
    public void abort() throws IOException {
        if (association != null) {
            association.abort();
            association = null;
        }
    }

    private StoreStatus store(Part10 object) throws IOException {
        Syntax syntax = object.syntax();
        if (!syntaxes.contains(syntax)) {
            if (syntaxes.size() == MAX_SYNTAXES) {
                syntaxes.removeLast();
            }
            syntaxes.add(syntax);
            release();
        }
        Association current = association();
        return current.accepts(syntax)
                ? current.store(object)
                : new StoreStatus(StoreStatus.NO_PRESENTATION_CONTEXT, "no presentation context accepted");
    }

    private Association association() throws IOException {
        Association current = association;
        if (current == null || !current.usable()) {
            current = new Association(peer, callingAeTitle, syntaxes, List.of(), timeouts);
            association = current;
        }
        return current;
    }

    private interface Message {
        StoreStatus send() throws IOException;
    }

    /// A peer may end an association that is idle, and that shows when the next message is sent. A message of which
    /// it answered nothing goes out once more, on a new association; an instance that it has is one that it knows.
    private StoreStatus onceMoreIfThePeerHadLeft(Message message) throws IOException {
        try {
            return message.send();
        } catch (IOException e) {
            Association left = association;
            if (left == null || !left.leftUnheard()) {
                throw e;
            }
            association = null;
            try {
                return message.send();
            } catch (IOException again) {
                again.addSuppressed(e);
                throw again;
            }
        }
    }

    private void release() {
        Association current = association;
        association = null;
        if (current != null) {
            current.close();
        }
    }
}
