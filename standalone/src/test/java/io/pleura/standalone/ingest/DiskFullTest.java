package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.RadiographReceived;
import io.pleura.ingest.Ingest;
import io.pleura.ingest.receive.dimse.DimseScp;
import io.pleura.ingest.scu.StoreScu;
import io.pleura.ingest.scu.StoreStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A disk of a few MiB fills up, and is freed.
@Timeout(180)
class DiskFullTest {

    private static final int DISK_MEBIBYTES = 8;
    private static final long KEPT_FREE_BYTES = 2 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /// SOP Instance UIDs that were answered with success.
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void refusesBeforeTheDiskIsFullAndRecoversByItself() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_MEBIBYTES);
                IngestFixture fixture = new IngestFixture(folder.resolve("fixture"));
                StoreScu scu = scu(fixture, disk, KEPT_FREE_BYTES)) {
            disk.leave(KEPT_FREE_BYTES + (1 << 20));
            int number = 5000;
            StoreStatus status = store(scu, ++number);
            while (status.success()) {
                status = store(scu, ++number);
            }
            assertThat(status).isEqualTo(new StoreStatus(0xA700, "STORAGE_UNAVAILABLE: disk nearly full"));
            assertThat(acknowledged).hasSizeGreaterThan(5);
            assertThat(disk.freeBytes()).isGreaterThan(KEPT_FREE_BYTES - (1 << 20));

            disk.free();
            assertThat(store(scu, number).success()).isTrue();
            assertEveryAcknowledgedInstanceIsOneEvent(fixture);
        }
    }

    /// Another program takes the disk's last bytes while we write: each step of the intake meets the end of the disk
    /// once.
    @Test
    void acknowledgesNothingThatHadNoRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), DISK_MEBIBYTES);
                IngestFixture fixture = new IngestFixture(folder.resolve("fixture"));
                StoreScu scu = scu(fixture, disk, 0)) {
            assertThat(store(scu, 6000).success()).isTrue(); // the folders are there now
            int pagesOfAnObject = TestObjects.file(6001, same -> same).length / SmallDisk.PAGE_BYTES;
            int refused = 0;
            for (int pages = 0; pages < pagesOfAnObject + 6; pages++) {
                fixture.awaitPublished(); // marking the last one takes room too
                disk.leave((long) pages * SmallDisk.PAGE_BYTES);
                StoreStatus status = store(scu, 6001 + pages);
                if (!status.success()) {
                    assertThat(status.code()).isEqualTo(0xA700);
                    refused++;
                }
                disk.free();
                assertThat(store(scu, 6001 + pages).success()).isTrue();
            }
            assertThat(refused).isBetween(pagesOfAnObject, pagesOfAnObject + 4);
            assertEveryAcknowledgedInstanceIsOneEvent(fixture);
        }
    }

    private static StoreScu scu(IngestFixture fixture, SmallDisk disk, long minFreeBytes) throws Exception {
        Ingest ingest = fixture.ingest(Map.of(
                "blob-folder", disk.folder().resolve("blobs").toString(),
                "work-folder", disk.folder().resolve("work").toString(),
                "min-free-bytes", Long.toString(minFreeBytes)));
        DimseScp scp = fixture.scp(ingest);
        return fixture.scu(scp);
    }

    private StoreStatus store(StoreScu scu, int number) throws IOException {
        StoreStatus status = scu.store(TestObjects.file(number, same -> same));
        if (status.success()) {
            acknowledged.add(TestObjects.instanceUid(number));
        }
        return status;
    }

    private void assertEveryAcknowledgedInstanceIsOneEvent(IngestFixture fixture) {
        Map<String, Integer> expected = new HashMap<>();
        acknowledged.forEach(uid -> expected.put(uid, 1));
        Map<String, Integer> events = new HashMap<>();
        for (RadiographReceived event : fixture.received()) {
            events.merge(event.getSopInstanceUid(), 1, Integer::sum);
        }
        assertThat(events).isEqualTo(expected);
    }
}
