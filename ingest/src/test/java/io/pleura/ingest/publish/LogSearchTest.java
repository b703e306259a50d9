package io.pleura.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.store.Claim;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LogSearchTest {

    private static final String STUDY = "1.2.3";

    /// Single-object encoding with a fingerprint that no release has.
    private static final byte[] OF_NEWER_SCHEMA = {(byte) 0xC3, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    /// After a downgrade; taken for somebody else's, it would be published twice.
    @Test
    void findsAnEventThatOnlyTheReleaseCanReadThatClaimedIt() {
        Claim claim = new Claim(
                new SopInstanceUid("1.2.3.1"),
                ContentHash.of(new byte[] {1}),
                1,
                "ingest-0",
                Topic.RADIOGRAPHS_STAT.name(),
                3,
                0,
                STUDY,
                OF_NEWER_SCHEMA.clone());
        assertThat(LogSearch.isEventOf(claim, record(STUDY, OF_NEWER_SCHEMA))).isTrue();
        assertThat(LogSearch.isEventOf(claim, record("1.2.4", OF_NEWER_SCHEMA))).isFalse();
        byte[] other = OF_NEWER_SCHEMA.clone();
        other[10]++;
        assertThat(LogSearch.isEventOf(claim, record(STUDY, other))).isFalse();
    }

    private static ConsumerRecord<String, byte[]> record(String key, byte[] event) {
        return new ConsumerRecord<>(Topic.RADIOGRAPHS_STAT.name(), 3, 17, key, event);
    }
}
