package io.pleura.alerting.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Writes events to one browser and waits until its connection took each, so that a slow one is noticed.
final class EventWriter implements AutoCloseable {

    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RECONNECT_DELAY = Duration.ofSeconds(2);

    private final SseEventSink sink;
    private final Sse sse;
    private final ObjectMapper json;

    EventWriter(SseEventSink sink, Sse sse, ObjectMapper json) {
        this.sink = sink;
        this.sse = sse;
        this.json = json;
    }

    boolean isOpen() {
        return !sink.isClosed();
    }

    /// @param id where to resume after this event, null for events that are no place to resume at
    /// @throws IOException when the browser is gone or takes nothing
    void write(String name, @Nullable String id, Object data) throws IOException, InterruptedException {
        OutboundSseEvent.Builder event = sse.newEventBuilder()
                .name(name)
                .reconnectDelay(RECONNECT_DELAY.toMillis())
                .data(String.class, text(data));
        if (id != null) {
            event.id(id);
        }
        try {
            sink.send(event.build()).toCompletableFuture().get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            throw new IOException("the browser takes no events", e);
        }
    }

    private String text(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
