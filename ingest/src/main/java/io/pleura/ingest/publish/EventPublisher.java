package io.pleura.ingest.publish;

import io.pleura.events.Rejected;
import io.pleura.ingest.publish.PublishOutcome.Committed;
import io.pleura.ingest.publish.PublishOutcome.QueueFull;
import io.pleura.ingest.publish.PublishOutcome.Unknown;
import io.pleura.ingest.store.Claim;
import io.pleura.schemas.EventSerde;
import io.pleura.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Puts events into the log: whatever waits goes into one transaction, then the next. An event that comes after a while
/// goes at once, and so does one that a sender waits for; while many others come, transactions begin at intervals,
/// because each costs the broker as much for one event as for a hundred.
///
/// One thread owns the producer; any thread may ask. A claimed event is in the log exactly once: an event whose earlier
/// attempt may have come through is looked for before it is sent, in a session that no earlier producer can outlive.
/// After any failure the session is given up and all its events are answered with [Unknown]; nothing is retried in
/// here.
public final class EventPublisher implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EventPublisher.class);
    private static final EventSerde<Rejected> REJECTIONS = EventSerde.of(Topic.REJECTIONS);

    /// How often an idle publisher asks whether Kafka is still there.
    private static final Duration IDLE_CHECK = Duration.ofSeconds(5);

    /// How soon an idle publisher notices that it is to stop.
    private static final long POLL_MILLIS = 200;

    private final PublisherSettings settings;
    private final LogEnds ends;
    private final BlockingQueue<Entry> queue;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable LogSession session;
    private volatile String trouble = "not connected yet";
    private long nextCheckNanos;
    private long nextTransactionNanos = System.nanoTime();

    public EventPublisher(PublisherSettings settings) {
        this.settings = settings;
        this.ends = new LogEnds(settings.endsFile());
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
        this.thread = Thread.ofPlatform().name("event-publisher").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Why events cannot be published at the moment; empty when they can.
    public Optional<String> trouble() {
        return session == null ? Optional.of(trouble) : Optional.empty();
    }

    /// Events in the queue.
    public int waiting() {
        return queue.size();
    }

    /// Events that the queue holds at most.
    int capacity() {
        return settings.queueCapacity();
    }

    /// Where an event with this key goes, now or when Kafka is back.
    public LogPlace place(Topic<?> topic, String key) {
        int partition = partition(key, topic.partitions());
        return new LogPlace(topic.name(), partition, ends.of(new TopicPartition(topic.name(), partition)));
    }

    /// Publishes an event that was claimed just now and never sent.
    public CompletableFuture<PublishOutcome> publish(Claim claim) {
        return enqueue(Entry.of(claim, false));
    }

    /// Publishes a claimed event unless it is in the log.
    public CompletableFuture<PublishOutcome> resolve(Claim claim) {
        return enqueue(Entry.of(claim, true));
    }

    /// Publishes a rejection.
    ///
    /// @param key Study Instance UID when known, else the content hash, else a random id
    public CompletableFuture<PublishOutcome> publish(String key, Rejected rejected) {
        int partition = partition(key, Topic.REJECTIONS.partitions());
        return enqueue(
                Entry.of(new ProducerRecord<>(Topic.REJECTIONS.name(), partition, key, REJECTIONS.toBytes(rejected))));
    }

    /// Publishes what waits, then stops.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(settings.timeout().multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answerAll(drain(settings.queueCapacity()), new Unknown("shutting down"));
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private CompletableFuture<PublishOutcome> enqueue(Entry entry) {
        if (isClosing()) {
            return CompletableFuture.completedFuture(new Unknown("shutting down"));
        }
        return queue.offer(entry) ? entry.outcome() : CompletableFuture.completedFuture(new QueueFull());
    }

    private void run() {
        try {
            while (!isClosing() || !queue.isEmpty()) {
                LogSession current = session == null ? connect() : session;
                if (current != null) {
                    work(current, next());
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("event publisher interrupted; claims are published at the next start");
        } finally {
            disconnect("stopped");
        }
    }

    private @Nullable LogSession connect() throws InterruptedException {
        try {
            session = LogSession.open(settings, ends);
            LOG.infof("connected to Kafka at %s", settings.bootstrapServers());
            return session;
        } catch (ExecutionException | RuntimeException e) {
            trouble = "Kafka at " + settings.bootstrapServers() + " cannot be used: " + reason(e);
            LOG.warn(trouble);
            answerAll(drain(settings.queueCapacity()), new Unknown(trouble));
            closing.await(settings.retryPause().toMillis(), TimeUnit.MILLISECONDS);
            return null;
        }
    }

    /// What waits; empty after a moment without anything.
    private List<Entry> next() throws InterruptedException {
        Entry first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return List.of();
        }
        List<Entry> batch = new ArrayList<>(List.of(first));
        queue.drainTo(batch, settings.maxBatch() - 1);
        for (long left = untilNext(); left > 0 && mayGrow(batch); left = untilNext()) {
            Entry more = queue.poll(left, TimeUnit.NANOSECONDS);
            if (more != null) {
                batch.add(more);
                queue.drainTo(batch, settings.maxBatch() - batch.size());
            }
        }
        nextTransactionNanos = System.nanoTime() + settings.interval().toNanos();
        return batch;
    }

    private boolean mayGrow(List<Entry> batch) {
        return batch.size() < settings.maxBatch() && batch.stream().noneMatch(Entry::isAwaited);
    }

    /// Nanoseconds; a stop does not wait.
    private long untilNext() {
        return isClosing() ? 0 : nextTransactionNanos - System.nanoTime();
    }

    private List<Entry> drain(int limit) {
        List<Entry> batch = new ArrayList<>();
        queue.drainTo(batch, limit);
        return batch;
    }

    private void work(LogSession current, List<Entry> batch) throws InterruptedException {
        try {
            if (!batch.isEmpty()) {
                publish(current, batch);
                answerAll(batch, new Committed());
            } else if (System.nanoTime() - nextCheckNanos >= 0) {
                current.refresh();
            } else {
                return;
            }
            nextCheckNanos = System.nanoTime() + IDLE_CHECK.toNanos();
        } catch (ExecutionException | RuntimeException e) {
            String why = "Kafka failed: " + reason(e);
            LOG.warnf("%s; %d events were under way", why, batch.size());
            disconnect(why);
            answerAll(batch, new Unknown(why));
            // Only now, because nobody enqueues any more who has heard of that: what came after must not go before.
            answerAll(drain(settings.queueCapacity()), new Unknown(why));
        }
    }

    private static void publish(LogSession session, List<Entry> batch) throws ExecutionException, InterruptedException {
        Map<Object, Entry> distinct = distinct(batch);
        List<Claim> unsure = distinct.values().stream()
                .filter(Entry::lookFirst)
                .map(entry -> entry.claim().orElseThrow())
                .toList();
        Set<Claim> published = session.published(unsure);
        List<ProducerRecord<String, byte[]>> events = distinct.values().stream()
                .filter(entry -> !entry.claim().map(published::contains).orElse(false))
                .map(Entry::event)
                .toList();
        if (!events.isEmpty()) {
            session.write(events);
        }
    }

    /// The same instance may wait twice: a sender that gave up waiting and sent again. It is one event, and one that
    /// has to be looked for if either of the two has.
    private static Map<Object, Entry> distinct(List<Entry> batch) {
        Map<Object, Entry> distinct = new LinkedHashMap<>();
        for (Entry entry : batch) {
            Object identity = entry.claim().<Object>map(Claim::instance).orElse(entry);
            distinct.merge(identity, entry, (first, second) -> first.lookFirst() ? first : second);
        }
        return distinct;
    }

    private void disconnect(String why) {
        trouble = why;
        LogSession current = session;
        session = null;
        if (current != null) {
            current.close();
            ends.save();
        }
    }

    private static void answerAll(List<Entry> entries, PublishOutcome outcome) {
        entries.forEach(entry -> entry.outcome().complete(outcome));
    }

    /// Kafka's own default: murmur2 of the key.
    private static int partition(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
