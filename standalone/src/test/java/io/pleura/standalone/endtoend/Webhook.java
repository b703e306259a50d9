package io.pleura.standalone.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The receiving end of the webhook channel: keeps what is posted and answers 204.
final class Webhook implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final Queue<JsonNode> posted = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    Webhook() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/alerts", this::take);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
    }

    List<JsonNode> posted() {
        return List.copyOf(posted);
    }

    boolean hasToldOf(String studyUid) {
        return posted.stream().anyMatch(body -> body.toString().contains(studyUid));
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            posted.add(json.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
