package io.pleura.ingest.receive.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens at a door where nobody can be let in for a while.
class AcceptorTest {

    private static final Logger LOGGER = Logger.getLogger(Acceptor.class.getName());

    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            lines.add(event.getLevel().getName() + " " + ((ExtLogRecord) event).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final List<Long> pausesMillis = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private int attempts;
    private int served;
    private long nanos = Long.MAX_VALUE - 5;

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void pausesGrowWhileNobodyCanBeLetInAndBeginAnewAfterSomebodyWas() {
        run(20, attempt -> {
            if (attempt != 10) {
                throw new IOException("Too many open files");
            }
        });

        assertThat(pausesMillis.subList(0, 9)).containsExactly(50L, 100L, 200L, 400L, 800L, 1000L, 1000L, 1000L, 1000L);
        assertThat(pausesMillis.subList(9, 12)).containsExactly(50L, 100L, 200L);
        assertThat(served).isEqualTo(1);
    }

    @Test
    void theLogHearsOfItOnceAMinute() {
        run(66, attempt -> {
            throw new IOException("Too many open files");
        });

        assertThat(lines)
                .containsExactly(
                        "ERROR nobody can be let in at port 11112: Too many open files (1 since this was last said)",
                        "ERROR nobody can be let in at port 11112: Too many open files (64 since this was last said)");
    }

    @Test
    void readinessKnowsWhileItLasts() {
        Acceptor acceptor = run(3, attempt -> {
            if (attempt == 1) {
                throw new IOException("Too many open files");
            }
        });

        assertThat(troubles).containsExactly("Too many open files");
        assertThat(acceptor.trouble()).as("when it has ended").hasValue(Acceptor.ENDED);
    }

    @Test
    void anUnexpectedExceptionEndsNothing() {
        run(3, attempt -> {
            if (attempt < 3) {
                throw new IllegalStateException("a bug");
            }
        });

        assertThat(served).isEqualTo(1);
    }

    @Test
    void aPeerThatCannotBeServedKeepsNobodyWaiting() {
        Acceptor acceptor = new Acceptor(
                "port 11112",
                SocketChannel::open,
                peer -> {
                    serve(peer);
                    throw new IllegalStateException("a bug");
                },
                () -> served == 3,
                time -> pausesMillis.add(time.toMillis()),
                () -> nanos);
        acceptor.run();

        assertThat(pausesMillis).isEmpty();
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("ERROR a peer that was let in at port 11112 could not be served: a bug");
    }

    /// An [Error], such as one of the JDK that it cannot get over, ends the thread: loudly.
    @Test
    void itsEndIsTold() {
        Acceptor acceptor = new Acceptor(
                "port 11112",
                () -> {
                    throw new NoClassDefFoundError("sun/nio/ch/Net");
                },
                peer -> {},
                () -> false);

        assertThat(acceptor.trouble()).isEmpty();
        assertThat(catchThrowable(acceptor::run)).isInstanceOf(NoClassDefFoundError.class);
        assertThat(acceptor.trouble()).hasValue(Acceptor.ENDED);
        assertThat(lines).containsExactly("FATAL nobody is let in any more at port 11112: restart the service");
    }

    /// What virtual threads wait with is there before anybody connects.
    @Test
    void virtualThreadsCanWaitForSockets() throws Exception {
        SocketWaits.prepare();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .anyMatch(name -> name.contains("Poller"));
    }

    private interface Attempt {
        void make(int number) throws IOException;
    }

    /// So many attempts; the clock moves by the pauses.
    private Acceptor run(int most, Attempt attempt) {
        Acceptor[] acceptor = new Acceptor[1];
        acceptor[0] = new Acceptor(
                "port 11112",
                () -> {
                    assertThat(acceptor[0].trouble()).isEmpty();
                    attempt.make(++attempts);
                    return SocketChannel.open();
                },
                this::serve,
                () -> attempts == most,
                time -> {
                    pausesMillis.add(time.toMillis());
                    troubles.add(acceptor[0].trouble().orElse(""));
                    nanos += time.toNanos();
                },
                () -> nanos);
        acceptor[0].run();
        return acceptor[0];
    }

    private void serve(SocketChannel peer) throws IOException {
        served++;
        peer.close();
    }
}
