package io.pleura.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.alerting.Samples;
import io.pleura.alerting.notify.NotificationLog.LastAttempt;
import io.pleura.events.NotificationAttempted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AttemptsTest {

    private final List<NotificationAttempted> log = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void triesUntilDeliveredAndRecordsEachAttempt() throws Exception {
        assertThat(run(List.of(500, -1, 204), null, Samples.NOON))
                .containsExactly("1 WILL_RETRY 500", "2 WILL_RETRY null", "3 DELIVERED 204");
        assertThat(log).extracting(NotificationAttempted::getTarget).allMatch(target -> !target.contains("secret"));
    }

    @Test
    void givesUpAfterTheLastAttempt() throws Exception {
        assertThat(run(List.of(500, 500, 500, 500), null, Samples.NOON))
                .containsExactly("1 WILL_RETRY 500", "2 WILL_RETRY 500", "3 GAVE_UP 500");
        assertThat(meters.get("pleura.alerting.notification.attempts")
                        .tag("outcome", "gave_up")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void goesOnCountingAfterARestart() throws Exception {
        assertThat(run(List.of(500), new LastAttempt(2, false), Samples.NOON)).containsExactly("3 GAVE_UP 500");
    }

    @Test
    void sendsNothingAgainThatIsSettled() throws Exception {
        assertThat(run(List.of(), new LastAttempt(1, true), Samples.NOON)).isEmpty();
    }

    @Test
    void recordsInsteadOfSendingWhatIsTooOld() throws Exception {
        assertThat(run(List.of(), null, Samples.NOON.plus(Duration.ofHours(25))))
                .containsExactly("1 GAVE_UP null");
        assertThat(log.getFirst().getDetail()).isEqualTo("not sent: the change is older than PT24H");
    }

    @Test
    void sendsWhatWaitedWhileTheClockJumpedForward() throws Exception {
        Iterator<Instant> jumping = Stream.iterate(Samples.NOON, before -> before.plus(Duration.ofHours(25)))
                .iterator();
        assertThat(run(List.of(500, 204), null, jumping::next)).containsExactly("1 WILL_RETRY 500", "2 DELIVERED 204");
    }

    @Test
    void sendsWhatIsFromTomorrowBecauseTheClockWentBack() throws Exception {
        assertThat(run(List.of(500, 204), null, Samples.NOON.minus(Duration.ofHours(25))))
                .containsExactly("1 WILL_RETRY 500", "2 DELIVERED 204");
    }

    private List<String> run(List<Integer> answers, @Nullable LastAttempt last, Instant now) throws Exception {
        return run(answers, last, () -> now);
    }

    private List<String> run(List<Integer> answers, @Nullable LastAttempt last, InstantSource clock) throws Exception {
        RetryPolicy policy = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(24));
        try (Receiver receiver = new Receiver(answers);
                WebhookChannel channel = new WebhookChannel(
                        new WebhookChannel.Settings(
                                receiver.url(), Optional.empty(), Optional.empty(), Duration.ofSeconds(10)),
                        WebhookChannelTest.JSON)) {
            new Attempts(log::add, policy, clock, meters)
                    .run(channel, WebhookChannelTest.NOTIFICATION, last, new CountDownLatch(1));
            long sent = log.stream()
                    .filter(attempt -> !String.valueOf(attempt.getDetail()).startsWith("not sent"))
                    .count();
            assertThat(receiver.requests()).hasSize((int) sent);
        }
        return log.stream()
                .map(attempt -> attempt.getAttempt() + " " + attempt.getOutcome() + " " + attempt.getStatusCode())
                .toList();
    }
}
