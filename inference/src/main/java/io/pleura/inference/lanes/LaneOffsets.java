package io.pleura.inference.lanes;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// How far a batch has read one lane: exactly the batch's records, not what was polled beyond them.
public record LaneOffsets(Lane lane, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {}
