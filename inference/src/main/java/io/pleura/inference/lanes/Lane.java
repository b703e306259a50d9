package io.pleura.inference.lanes;

import io.pleura.schemas.Topic;
import java.util.Locale;

/// A way to the model with its own topic, consumer group and target wait, most urgent first.
public enum Lane {
    STAT(Topic.RADIOGRAPHS_STAT),
    ROUTINE(Topic.RADIOGRAPHS_ROUTINE),
    REPLAY(Topic.RADIOGRAPHS_REPLAY);

    private final Topic<?> topic;

    Lane(Topic<?> topic) {
        this.topic = topic;
    }

    public String topic() {
        return topic.name();
    }

    /// Consumer group of every worker on this lane.
    public String group() {
        return "pleura-inference-" + label();
    }

    /// For metrics and logs.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
