package io.pleura.alerting.web;

import io.quarkus.security.spi.runtime.AuthenticationFailureEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/// Tells of wrong passwords: one line a minute with how many there were, so that guessing shows and does not fill the
/// log. Without user names: people type all sorts of things there.
@Singleton
public class SignInFailures {

    private static final Logger LOG = Logger.getLogger(SignInFailures.class);

    private final AtomicInteger untold = new AtomicInteger();
    private final Executor inAMinute;
    private final IntConsumer tell;

    @Inject
    SignInFailures() {
        this(
                CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES),
                failures -> LOG.warnf("%d requests with a wrong name or password within a minute", failures));
    }

    SignInFailures(Executor inAMinute, IntConsumer tell) {
        this.inAMinute = inAMinute;
        this.tell = tell;
    }

    void onFailure(@Observes AuthenticationFailureEvent failure) {
        count();
    }

    void count() {
        if (untold.getAndIncrement() == 0) {
            inAMinute.execute(() -> tell.accept(untold.getAndSet(0)));
        }
    }

    int untold() {
        return untold.get();
    }
}
