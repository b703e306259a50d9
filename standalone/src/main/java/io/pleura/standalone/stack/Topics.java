package io.pleura.standalone.stack;

import io.pleura.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/// Makes a broker's topics what the catalogue says: creates what is missing, brings settings up to date.
///
/// Never deletes a topic and never changes a partition count, which would move studies to other partitions.
public final class Topics {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final short ONE_REPLICA = 1;

    private Topics() {}

    /// @throws StackException when the broker does not do it in time, or has a topic with other partitions
    public static void apply(Admin admin, List<Topic<?>> catalogue) throws InterruptedException {
        try {
            Collection<String> present = admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            List<Topic<?>> known = catalogue.stream()
                    .filter(topic -> present.contains(topic.name()))
                    .toList();
            refuseOtherPartitions(admin, known);
            List<Topic<?>> there = new ArrayList<>(known);
            there.addAll(create(
                    admin,
                    catalogue.stream().filter(topic -> !known.contains(topic)).toList()));
            update(admin, there);
        } catch (ExecutionException | TimeoutException e) {
            throw new StackException("the broker did not take the topics: " + e.getMessage(), e);
        }
    }

    private static void refuseOtherPartitions(Admin admin, List<Topic<?>> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> descriptions = admin.describeTopics(
                        topics.stream().map(Topic::name).toList())
                .allTopicNames()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (TopicDescription description : descriptions.values()) {
            int partitions = description.partitions().size();
            if (partitions != Topic.PARTITIONS) {
                throw new StackException("topic %s has %d partitions, the catalogue says %d"
                        .formatted(description.name(), partitions, Topic.PARTITIONS));
            }
        }
    }

    /// The broker's list of topics lags, so that one not in it may have been created a moment ago.
    ///
    /// @return those that were there
    private static List<Topic<?>> create(Admin admin, List<Topic<?>> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, KafkaFuture<Void>> created = admin.createTopics(topics.stream()
                        .map(topic ->
                                new NewTopic(topic.name(), topic.partitions(), ONE_REPLICA).configs(topic.config()))
                        .toList())
                .values();
        List<Topic<?>> there = new ArrayList<>();
        for (Topic<?> topic : topics) {
            try {
                Objects.requireNonNull(created.get(topic.name())).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                there.add(topic);
            }
        }
        return there;
    }

    private static void update(Admin admin, List<Topic<?>> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Topic<?> topic : topics) {
            List<AlterConfigOp> settings = new ArrayList<>();
            topic.config()
                    .forEach((name, value) ->
                            settings.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
            changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), settings);
        }
        admin.incrementalAlterConfigs(changes).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
