package io.pleura.standalone.stack;

import io.pleura.schemas.Topic;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/// The whole system on this machine, as child processes of this one: broker, ingest, inference, alerting.
///
/// [#start] returns when all are ready; from then on a dead child is started again. [#close] stops them, services
/// before the broker. For one owner; [#close] may come from another thread, once.
public final class Stack implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofSeconds(180);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);
    private static final Duration ASK_EVERY = Duration.ofMillis(200);
    private static final int TAIL_LINES = 25;

    private final StackSettings settings;
    private final Consumer<String> announce;
    private final String password;
    private final FileChannel lock;
    private final Launches launches;
    private final Health health = new Health();
    private final Map<Member, SupervisedChild> children = Collections.synchronizedMap(new EnumMap<>(Member.class));

    private Stack(StackSettings settings, Consumer<String> announce) throws IOException {
        this.settings = settings;
        this.announce = announce;
        settings.data().create();
        lock = settings.data().lock(settings.ports().kafkaBootstrap());
        password = settings.data().password();
        launches = new Launches(settings, password);
    }

    /// Starts everything and returns when every service says that it is ready.
    ///
    /// @param announce takes one line at a time for the person at the terminal; called from several threads
    /// @throws StackException with the reason and the log's end when a member does not come up
    public static Stack start(StackSettings settings, Consumer<String> announce)
            throws IOException, InterruptedException {
        return start(settings, announce, EnumSet.allOf(Member.class));
    }

    /// Starts a part of it, the broker first.
    ///
    /// @param announce takes one line at a time for the person at the terminal; called from several threads
    /// @throws StackException with the reason and the log's end when a member does not come up
    public static Stack start(StackSettings settings, Consumer<String> announce, Set<Member> members)
            throws IOException, InterruptedException {
        Stack stack = new Stack(settings, announce);
        try {
            stack.clearTheWay(members);
            stack.start(Member.BROKER);
            stack.start(members.stream()
                    .filter(member -> member != Member.BROKER)
                    .sorted()
                    .toArray(Member[]::new));
            return stack;
        } catch (StackException | IOException | InterruptedException e) {
            announce.accept("stopping what was started");
            stack.close();
            throw e;
        }
    }

    public StackSettings settings() {
        return settings;
    }

    public Ports ports() {
        return settings.ports();
    }

    /// Of the user `clinician`.
    public String password() {
        return password;
    }

    /// Starts members that do not run and waits until all of them are ready.
    public void start(Member... members) throws IOException, InterruptedException {
        for (Member member : members) {
            announce.accept("starting " + member.lowerCaseName());
            children.put(member, SupervisedChild.start(launches.plan(member), announce));
        }
        Instant deadline = Instant.now().plus(READY_WITHIN);
        for (Member member : members) {
            awaitFirstReadiness(member, deadline);
        }
        for (Member member : members) {
            child(member).keepAlive();
        }
    }

    /// Stops one member for good; [#start] brings it back.
    public void stop(Member member) throws IOException, InterruptedException {
        SupervisedChild child = children.remove(member);
        if (child != null && !child.stop(STOP_WITHIN)) {
            announce.accept(
                    member.lowerCaseName() + " did not stop within " + STOP_WITHIN.toSeconds() + " s and was killed");
        }
    }

    /// kill -9; the member starts again by itself.
    public void kill(Member member) throws InterruptedException {
        child(member).kill();
    }

    /// Of the process that the member is now.
    public long processId(Member member) {
        return child(member).current().pid();
    }

    /// Waits until a member that was killed, or restarts, is ready again.
    public void awaitReady(Member member) throws InterruptedException {
        await(member, Instant.now().plus(READY_WITHIN), () -> {});
    }

    @Override
    public void close() {
        try {
            List<Member> lastFirst = new ArrayList<>(List.of(Member.values())).reversed();
            for (Member member : lastFirst) {
                stop(member);
            }
            lock.close();
        } catch (InterruptedException e) {
            // The tethers end the children when this process ends, which an interrupted close is the sign of.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            announce.accept("while stopping: " + e.getMessage());
        }
    }

    private void clearTheWay(Set<Member> members) throws IOException, InterruptedException {
        for (Member member : members) {
            launches.plan(member);
        }
        List<Long> stale = StaleProcesses.takeOver(settings.data().processIds(), STOP_WITHIN);
        if (!stale.isEmpty()) {
            announce.accept("ended processes that an earlier stack left behind: " + stale);
        }
        List<String> taken = ports().taken();
        if (!taken.isEmpty()) {
            throw new StackException("in use by another program: port " + String.join(", ", taken)
                    + ". Stop that program, or move this stack with --port-offset");
        }
    }

    private void awaitFirstReadiness(Member member, Instant deadline) throws InterruptedException {
        ChildProcess process = child(member).current();
        await(member, deadline, () -> {
            if (!process.isAlive()) {
                throw failed(member, "ended (exit code " + process.awaitExit() + ") before it was ready");
            }
        });
        if (member == Member.BROKER) {
            try (Admin admin = admin()) {
                Topics.apply(admin, Topic.CATALOGUE);
            }
        }
    }

    /// Runs between two questions.
    private interface Check {
        void run() throws InterruptedException;
    }

    private void await(Member member, Instant deadline, Check between) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            between.run();
            Health.Answer answer = member == Member.BROKER ? askBroker() : health.ask(ports().management(member));
            if (answer.ready()) {
                return;
            }
            if (Instant.now().isAfter(deadline)) {
                throw failed(
                        member, "is not ready after %d s: %s".formatted(READY_WITHIN.toSeconds(), answer.detail()));
            }
            never.await(ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Health.Answer askBroker() throws InterruptedException {
        if (!Ports.answers(ports().kafka())) {
            return new Health.Answer(false, "nobody listens on port " + ports().kafka());
        }
        try (Admin admin = admin()) {
            int nodes = admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size();
            return new Health.Answer(nodes > 0, nodes + " nodes");
        } catch (ExecutionException | TimeoutException e) {
            return new Health.Answer(false, "no answer from the broker");
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, ports().kafkaBootstrap()));
    }

    private StackException failed(Member member, String what) {
        ChildProcess process = child(member).current();
        return new StackException("%s %s. The end of %s:%n%s"
                .formatted(member.lowerCaseName(), what, process.log(), process.logTail(TAIL_LINES)));
    }

    private SupervisedChild child(Member member) {
        SupervisedChild child = children.get(member);
        if (child == null) {
            throw new IllegalStateException(member.lowerCaseName() + " does not run");
        }
        return child;
    }
}
