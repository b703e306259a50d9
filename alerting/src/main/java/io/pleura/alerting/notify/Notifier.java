package io.pleura.alerting.notify;

import io.micrometer.core.instrument.MeterRegistry;
import io.pleura.alerting.AlertEvents;
import io.pleura.alerting.notify.NotificationLog.Delivery;
import io.pleura.alerting.notify.NotificationLog.History;
import io.pleura.alerting.notify.NotificationLog.LastAttempt;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertChange;
import io.pleura.events.AlertChanged;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.RecordPlace;
import io.pleura.schemas.Topic;
import io.pleura.schemas.UnknownSchemaException;
import io.pleura.schemas.WaitingPartitions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells the channels of alerts that need somebody, on a thread of its own and one virtual thread for each delivery.
///
/// An offset is committed only when the alerts up to it are delivered or given up on every channel, so nothing
/// pending is lost in a crash; what lies behind the committed offset is looked up in the log of attempts, so nothing
/// delivered is sent again. A partition that moves to another instance is given up only when its deliveries here have
/// ended and recorded what they sent, for which they have fifteen seconds.
///
/// What remains possible, always with the same key: an attempt is repeated when a crash, or the end of those seconds,
/// falls between its answer and its record; and when this instance is taken for dead though it is not (a pause longer
/// than the session), its deliveries end only once it hears of that, while the new owner's have begun.
///
/// A partition with an alert of a newer schema, or whose log of attempts has such a record, is not read further, nor
/// committed past it, until an instance of a newer release has it.
///
/// A delivery that waits does not hold up others; while `maxInFlight` wait, no more are read.
public final class Notifier implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Notifier.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    /// For an attempt in hand and its record when a partition is given up; less than the broker waits in a rebalance.
    private static final Duration LAST_ATTEMPT_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration LAST_ATTEMPT_TIMEOUT_WHEN_CLOSING = Duration.ofSeconds(3);
    /// Attempts are looked for from this long before the alert's own time, for clocks that differ or were set back.
    private static final Duration CLOCK_SKEW = Duration.ofDays(2);
    /// Finished alerts that wait behind an unfinished one to be committed.
    private static final int MAX_IN_HAND = 10_000;

    private final Settings settings;
    private final List<NotificationChannel> channels;
    private final AttemptLog log;
    private final Attempts attempts;
    private final Runnable onUnreadable;
    private final EventSerde<AlertChanged> serde = EventSerde.of(Topic.ALERTS);
    private final OffsetTracker<TopicPartition> tracker = new OffsetTracker<>();
    private final Map<TopicPartition, Map<Delivery, LastAttempt>> history = new HashMap<>();
    /// Paused.
    private final WaitingPartitions waiting;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Deliveries<TopicPartition> deliveries = new Deliveries<>();
    private final Consumer<String, byte[]> consumer;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    /// @param changes what somebody is told of
    /// @param page where clinicians look at alerts
    /// @param maxInFlight alerts whose delivery is not finished
    /// @param passOver records of an unknown schema that nobody waits for
    public record Settings(
            String bootstrapServers,
            String instanceId,
            Set<AlertChange> changes,
            URI page,
            String warning,
            int maxInFlight,
            Set<RecordPlace> passOver,
            RetryPolicy retries) {}

    /// Where attempts are kept; [NotificationLog] outside tests.
    interface AttemptLog extends Attempts.Recorder {
        /// @throws KafkaException when it cannot be read now
        History since(int partition, Instant from);
    }

    /// Starts at once.
    public Notifier(
            Settings settings,
            List<NotificationChannel> channels,
            NotificationLog log,
            InstantSource clock,
            MeterRegistry meters) {
        this(
                settings,
                channels,
                log,
                clock,
                meters,
                new KafkaConsumer<>(consumerSettings(settings), new StringDeserializer(), new ByteArrayDeserializer()));
    }

    Notifier(
            Settings settings,
            List<NotificationChannel> channels,
            AttemptLog log,
            InstantSource clock,
            MeterRegistry meters,
            Consumer<String, byte[]> consumer) {
        this.settings = settings;
        this.channels = List.copyOf(channels);
        this.log = log;
        waiting = new WaitingPartitions(settings.passOver());
        attempts = new Attempts(log::append, settings.retries(), clock, meters);
        onUnreadable = meters.counter("pleura.alerting.unreadable.records", "reader", "notifier")::increment;
        meters.gauge("pleura.alerting.notifications.in.flight", inFlight);
        this.consumer = consumer;
        thread = Thread.ofPlatform().name("notifier").start(this::run);
    }

    public boolean isRunning() {
        return thread.isAlive();
    }

    /// In words, empty when every alert can be read.
    public Optional<String> trouble() {
        return waiting.places()
                .map(places -> "events of a newer schema wait at " + places
                        + ": upgrade alerting first; nobody is told of what is there and behind");
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(Topic.ALERTS.name()), new Rebalances());
            while (closing.getCount() > 0) {
                readOnce();
            }
        } catch (WakeupException e) {
            LOG.debug("the notifier was asked to stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the notifier stopped; nobody is told of alerts", e);
        } finally {
            deliveries.stopAll(LAST_ATTEMPT_TIMEOUT_WHEN_CLOSING);
        }
    }

    private void readOnce() throws InterruptedException {
        try {
            takeAll(consumer.poll(POLL));
            commitFinished();
            pauseWhileFull();
        } catch (RetriableException e) {
            LOG.warnf("alerts cannot be read or committed for the moment: %s", e.getMessage());
        }
    }

    private void pauseWhileFull() {
        if (inFlight.get() >= settings.maxInFlight() || tracker.inHand() >= MAX_IN_HAND) {
            consumer.pause(consumer.assignment());
        } else {
            Set<TopicPartition> readable = new HashSet<>(consumer.paused());
            readable.removeAll(waiting.partitions());
            consumer.resume(readable);
        }
    }

    /// Where the log of attempts cannot be read, nobody knows what was delivered: the partition is read again from that
    /// place after a while, and the notifier stays in its group meanwhile.
    private void takeAll(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        Set<TopicPartition> putBack = new HashSet<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (!waiting.contains(partition) && !putBack.contains(partition) && !take(partition, record)) {
                consumer.seek(partition, record.offset());
                putBack.add(partition);
            }
        }
        if (!putBack.isEmpty() && closing.await(RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("stopping while waiting for the log of attempts");
        }
    }

    /// False when the record must be read again.
    private boolean take(TopicPartition partition, ConsumerRecord<String, byte[]> record) {
        Optional<Alert> alert;
        try {
            alert = worthTelling(record);
        } catch (SerializationException | IllegalArgumentException e) {
            if (e instanceof UnknownSchemaException && waits(partition, RecordPlace.of(record))) {
                return true;
            }
            onUnreadable.run();
            LOG.errorf("no readable alert at %s, passed over", RecordPlace.of(record));
            alert = Optional.empty();
        }
        if (alert.isPresent() && !knowsHistory(partition, Instant.ofEpochMilli(record.timestamp()))) {
            return waiting.contains(partition);
        }
        tracker.begin(partition, record.offset());
        alert.ifPresentOrElse(
                told -> deliver(partition, record.offset(), Notification.of(told, settings.page(), settings.warning())),
                () -> tracker.finish(partition, record.offset()));
        return true;
    }

    private Optional<Alert> worthTelling(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        return Optional.of(AlertEvents.alert(serde.fromBytes(record.value())))
                .filter(alert -> !channels.isEmpty() && settings.changes().contains(alert.change()));
    }

    /// Nothing of the partition is taken any more, so that nothing from there on is committed.
    ///
    /// @return false when the site has given the record up
    private boolean waits(TopicPartition partition, RecordPlace record) {
        if (!waiting.add(partition, record)) {
            return false;
        }
        LOG.errorf("a record of a newer schema at %s: upgrade alerting first", record);
        consumer.pause(List.of(partition));
        return true;
    }

    private void deliver(TopicPartition partition, long offset, Notification notification) {
        Map<Delivery, LastAttempt> known = Objects.requireNonNull(history.get(partition));
        AtomicInteger underWay = new AtomicInteger(channels.size());
        AtomicBoolean settled = new AtomicBoolean(true);
        inFlight.incrementAndGet();
        for (NotificationChannel channel : channels) {
            LastAttempt last =
                    known.remove(new Delivery(notification.alertId(), notification.alertVersion(), channel.name()));
            deliveries.start(partition, stop -> {
                if (!isSettled(channel, notification, last, stop)) {
                    settled.set(false);
                }
                if (underWay.decrementAndGet() == 0) {
                    inFlight.decrementAndGet();
                    if (settled.get()) {
                        tracker.finish(partition, offset);
                    }
                }
            });
        }
    }

    /// False when it was told to stop first, or failed.
    private boolean isSettled(
            NotificationChannel channel, Notification notification, @Nullable LastAttempt last, CountDownLatch stop) {
        try {
            return attempts.run(channel, notification, last, stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException e) {
            LOG.errorf(e, "telling %s of alert %s failed", channel.name(), notification.idempotencyKey());
            return false;
        }
    }

    /// Reads what the log knows of a partition when its first alert since the start comes by. False when it cannot be
    /// read now, for whatever reason: without it, what was delivered would be sent again.
    private boolean knowsHistory(TopicPartition partition, Instant alertTime) {
        if (history.containsKey(partition)) {
            return true;
        }
        try {
            return switch (log.since(partition.partition(), alertTime.minus(CLOCK_SKEW))) {
                case History.Whole(Map<Delivery, LastAttempt> last) -> {
                    history.put(partition, last);
                    yield true;
                }
                case History.OfNewerSchema(RecordPlace record) -> {
                    waits(partition, record);
                    yield false;
                }
            };
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warnf(e, "the log of attempts cannot be read for the moment; %s waits for it", partition);
            return false;
        }
    }

    private void commitFinished() {
        Map<TopicPartition, Long> finished = tracker.committable();
        if (finished.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(finished.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue()))));
            tracker.committed(finished);
        } catch (CommitFailedException e) {
            LOG.warnf("the partitions moved to another instance before a commit: %s", e.getMessage());
        }
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            LOG.infof("telling of alerts in %d more partitions", assigned.size());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            deliveries.stop(
                    revoked, closing.getCount() == 0 ? LAST_ATTEMPT_TIMEOUT_WHEN_CLOSING : LAST_ATTEMPT_TIMEOUT);
            try {
                commitFinished();
            } catch (RetriableException e) {
                LOG.warnf(
                        "what is finished could not be committed; the new owner finds it in the log: %s",
                        e.getMessage());
            } finally {
                forget(revoked);
            }
        }

        /// Somebody else has them already, so there is nothing to wait for.
        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            deliveries.abandon(lost);
            forget(lost);
        }

        private void forget(Collection<TopicPartition> lost) {
            lost.forEach(tracker::forget);
            lost.forEach(history::remove);
            waiting.forget(lost);
        }
    }

    private static Map<String, Object> consumerSettings(Settings settings) {
        return Map.ofEntries(
                Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()),
                Map.entry(ConsumerConfig.GROUP_ID_CONFIG, "pleura-notifier"),
                Map.entry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instanceId()),
                Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, "pleura-notifier-" + settings.instanceId()),
                Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                Map.entry(
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName()),
                Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000),
                Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxInFlight()));
    }
}
