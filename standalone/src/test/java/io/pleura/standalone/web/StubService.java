package io.pleura.standalone.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// The web API of the alerting service as its page sees it, and the page's own files. Holds what it is given and
/// says what it was asked; it has no rules of its own, so a test decides everything that happens.
final class StubService implements AutoCloseable {
    static final String WARNING = "Trained on synthetic phantoms only. Not a medical device. Not for diagnostic use.";
    private static final Path RESOURCES =
            Path.of(System.getProperty("pleura.root", "..")).resolve("alerting/src/main/resources");
    private static final Path PAGE = RESOURCES.resolve("META-INF/resources");
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, StubAlert> alerts = new ConcurrentHashMap<>();
    private final String contentSecurityPolicy = contentSecurityPolicy();
    private final HttpServer server;
    final StubFeed feed = new StubFeed(json, alerts);
    final BlockingQueue<JsonNode> actions = new LinkedBlockingQueue<>();
    volatile int actionStatus = 202;
    volatile int detailStatus = 200;
    volatile int frameStatus = 200;
    volatile boolean showMap = true;
    private volatile CountDownLatch actionsMayGo = new CountDownLatch(0);

    StubService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::page);
        server.createContext("/api/events", feed::connect);
        server.createContext("/api/about", exchange -> answer(exchange, 200, about()));
        server.createContext("/api/alerts/", this::alert);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// The alert as it now stands; every open page hears of it.
    void put(StubAlert alert) {
        alerts.put(alert.alertId(), alert);
        feed.publish(alert);
    }

    void putAll(List<StubAlert> all) {
        all.forEach(this::put);
    }

    /// Answers no action until they may go.
    void holdActions() {
        actionsMayGo = new CountDownLatch(1);
    }

    void letActionsGo() {
        actionsMayGo.countDown();
    }

    private Map<String, Object> about() {
        return Map.of("warning", WARNING, "showMap", showMap, "version", "0.1.0", "models", List.of());
    }

    /// The service's own policy, so that the page is tested under what it will run under.
    private static String contentSecurityPolicy() {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(RESOURCES.resolve("application.properties"))) {
            settings.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(
                settings.getProperty("quarkus.http.header.\"Content-Security-Policy\".value"), "the page's policy");
    }

    private void page(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Path file = PAGE.resolve(path.equals("/") ? "index.html" : path.substring(1))
                .normalize();
        if (!file.startsWith(PAGE) || !Files.isRegularFile(file)) {
            answer(exchange, 404, Map.of());
            return;
        }
        exchange.getResponseHeaders().set("Content-Security-Policy", contentSecurityPolicy);
        String name = file.getFileName().toString();
        send(
                exchange,
                200,
                TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"),
                Files.readAllBytes(file));
    }

    /// `/api/alerts/ID`, `/api/alerts/ID/actions` and `/api/alerts/ID/images/UID/frame`.
    private void alert(HttpExchange exchange) throws IOException {
        List<String> parts = List.of(exchange.getRequestURI()
                .getPath()
                .substring("/api/alerts/".length())
                .split("/"));
        StubAlert alert = alerts.get(parts.getFirst());
        if (alert == null) {
            answer(exchange, 404, Map.of());
        } else if (parts.size() == 1) {
            answer(exchange, detailStatus, detailStatus == 200 ? alert.detail(showMap) : Map.of());
        } else if (parts.get(1).equals("actions")) {
            JsonNode action = json.readTree(exchange.getRequestBody().readAllBytes());
            awaitLeave();
            actions.add(action);
            answer(exchange, actionStatus, Map.of());
        } else {
            frame(exchange, alert, parts.get(2));
        }
    }

    private void awaitLeave() throws IOException {
        try {
            actionsMayGo.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("the test is over");
        }
    }

    private void frame(HttpExchange exchange, StubAlert alert, String sopInstanceUid) throws IOException {
        Optional<StubImage> found = alert.images().stream()
                .filter(image -> image.sopInstanceUid().equals(sopInstanceUid))
                .findFirst();
        if (found.isEmpty() || frameStatus != 200) {
            answer(exchange, frameStatus == 200 ? 404 : frameStatus, Map.of());
            return;
        }
        StubImage image = found.get();
        exchange.getResponseHeaders().set("Pleura-Rows", String.valueOf(image.frameRows()));
        exchange.getResponseHeaders().set("Pleura-Columns", String.valueOf(image.frameColumns()));
        exchange.getResponseHeaders().set("Pleura-Source-Rows", String.valueOf(image.rows()));
        exchange.getResponseHeaders().set("Pleura-Source-Columns", String.valueOf(image.columns()));
        send(exchange, 200, "application/octet-stream", image.bytes());
    }

    private void answer(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, "application/json", json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        feed.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
