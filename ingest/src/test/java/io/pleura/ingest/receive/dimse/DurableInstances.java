package io.pleura.ingest.receive.dimse;

import io.pleura.events.Channel;
import io.pleura.events.Priority;
import io.pleura.events.RadiographReceived;
import io.pleura.events.Source;
import io.pleura.imaging.TestBlobs;
import io.pleura.imaging.blob.BlobStore;
import io.pleura.imaging.blob.BlobWriter;
import io.pleura.imaging.blob.StoredBlob;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.SopClasses;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.store.Claim;
import io.pleura.ingest.store.IdentityIndex;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.SopInstanceUid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Instances in the folders of a service that is not running, as far along as a test wants them.
final class DurableInstances {

    static final String DX = SopClasses.DIGITAL_X_RAY_IMAGE_STORAGE_FOR_PRESENTATION;

    private static final EventSerde<RadiographReceived> EVENTS = EventSerde.of(RadiographReceived.class);

    private final Path root;
    private final BlobStore blobs;
    private final IdentityIndex index;

    DurableInstances(Path folder) throws IOException {
        root = folder.resolve("blobs");
        blobs = new BlobStore(root);
        index = new IdentityIndex(folder.resolve("work").resolve("index"), "ingest-0");
    }

    /// Bytes stored, event published.
    void published(String instance) throws IOException {
        claimed(instance);
        index.markPublished(new SopInstanceUid(instance));
    }

    /// What somebody does to the bytes behind our back.
    enum Mishap {
        DELETED,
        CUT_SHORT,
        ALTERED,
        STORE_GONE
    }

    /// As published, and then something happened to the bytes.
    void published(String instance, Mishap mishap) throws IOException {
        published(instance);
        ContentHash hash = ContentHash.of(instance.getBytes(StandardCharsets.US_ASCII));
        Path blob = TestBlobs.file(root, hash);
        switch (mishap) {
            case DELETED -> Files.delete(blob);
            case CUT_SHORT -> Files.writeString(blob, instance.substring(1));
            case ALTERED -> Files.writeString(blob, instance.replace('2', '3'));
            case STORE_GONE -> Files.move(root, root.resolveSibling("elsewhere"));
        }
    }

    static DataSet reference(String sopClass, String instance) {
        return DataSet.builder()
                .string(Tags.REFERENCED_SOP_CLASS_UID, sopClass)
                .string(Tags.REFERENCED_SOP_INSTANCE_UID, instance)
                .build();
    }

    /// Bytes stored; whether the event is published is not known.
    void claimed(String instance) throws IOException {
        StoredBlob blob = blob(instance);
        RadiographReceived event = RadiographReceived.newBuilder()
                .setStudyUid("2.25.1")
                .setSeriesUid("2.25.2")
                .setSopInstanceUid(instance)
                .setSopClassUid(DX)
                .setContentHash(blob.hash().value())
                .setSizeBytes(blob.sizeBytes())
                .setTransferSyntaxUid("1.2.840.10008.1.2.1")
                .setPriority(Priority.ROUTINE)
                .setPriorityRule("none")
                .setModality("DX")
                .setRows(1)
                .setColumns(1)
                .setSource(Source.newBuilder().setChannel(Channel.DIMSE).build())
                .setReceivedAt(Instant.EPOCH)
                .build();
        index.claim(
                new Claim(
                        new SopInstanceUid(instance),
                        blob.hash(),
                        1,
                        "ingest-0",
                        "radiographs.routine",
                        0,
                        0,
                        "2.25.1",
                        EVENTS.toBytes(event)),
                () -> {});
    }

    private StoredBlob blob(String content) throws IOException {
        try (BlobWriter writer = blobs.begin()) {
            writer.write(content.getBytes(StandardCharsets.US_ASCII));
            return writer.commit();
        }
    }
}
