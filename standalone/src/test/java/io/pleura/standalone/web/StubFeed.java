package io.pleura.standalone.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The stream of server-sent events: everything, then `live` with the ids of all, then each change, with a heartbeat
/// every second.
/// An event's id is its number; a browser that comes back with Last-Event-ID gets what came after it.
final class StubFeed implements AutoCloseable {
    private record Sent(long number, StubAlert alert) {}

    private final ObjectMapper json;
    private final Map<String, StubAlert> alerts;
    private final List<Sent> log = new ArrayList<>();
    private final List<HttpExchange> listeners = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    /// The Last-Event-ID of each connection, empty where the browser sent none.
    final List<String> connections = new CopyOnWriteArrayList<>();

    /// Connections refused while `refusing`; the browser gives such a connection up for good.
    final AtomicInteger refusals = new AtomicInteger();

    volatile boolean heartbeats = true;
    volatile boolean refusing;
    volatile long feedAgeMillis;
    volatile String problem = "";

    StubFeed(ObjectMapper json, Map<String, StubAlert> alerts) {
        this.json = json;
        this.alerts = alerts;
        timer.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
    }

    synchronized void connect(HttpExchange exchange) throws IOException {
        if (refusing) {
            refusals.incrementAndGet();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        String from = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        connections.add(from == null ? "" : from);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        write(exchange, "retry: 300\n\n");
        long after = from == null ? -1 : Long.parseLong(from);
        for (Sent sent : log) {
            if (sent.number() > after && alerts.get(sent.alert().alertId()) == sent.alert()) {
                write(exchange, alertEvent(sent));
            }
        }
        write(
                exchange,
                "event: live\ndata: %s\n\n".formatted(json.writeValueAsString(Map.of("alertIds", alerts.keySet()))));
        listeners.add(exchange);
    }

    synchronized void publish(StubAlert alert) {
        Sent sent = new Sent(log.size(), alert);
        log.add(sent);
        toAll(alertEvent(sent));
    }

    /// Forgets an alert without telling anybody, as when its record has been compacted away.
    synchronized void forget(String alertId) {
        alerts.remove(alertId);
    }

    /// Forgets an alert and says so.
    synchronized void remove(String alertId) {
        alerts.remove(alertId);
        toAll("event: gone\ndata: {\"alertId\":\"%s\"}\n\n".formatted(alertId));
    }

    synchronized void drop() {
        listeners.forEach(HttpExchange::close);
        listeners.clear();
    }

    synchronized int listeners() {
        return listeners.size();
    }

    private void beat() {
        if (heartbeats) {
            toAll("event: heartbeat\ndata: {\"at\":\"%s\",\"feedAgeMillis\":%d,\"healthy\":%s,\"problem\":\"%s\"}\n\n"
                    .formatted(Instant.now(), feedAgeMillis, problem.isEmpty(), problem));
        }
    }

    private synchronized void toAll(String event) {
        List<HttpExchange> gone = new ArrayList<>();
        for (HttpExchange listener : listeners) {
            try {
                write(listener, event);
            } catch (IOException e) {
                gone.add(listener);
            }
        }
        gone.forEach(HttpExchange::close);
        listeners.removeAll(gone);
    }

    private String alertEvent(Sent sent) {
        try {
            String data = json.writeValueAsString(sent.alert().view());
            return "id: %d\nevent: alert\ndata: %s\n\n".formatted(sent.number(), data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(HttpExchange exchange, String event) throws IOException {
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        drop();
    }
}
