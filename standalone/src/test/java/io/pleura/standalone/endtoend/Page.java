package io.pleura.standalone.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pleura.standalone.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The page's own requests, with its user's password.
final class Page {

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Stack stack;

    Page(Stack stack) {
        this.stack = stack;
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return json.readTree(get(path, stack.password()).body());
    }

    HttpResponse<byte[]> get(String path, String password) throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString(("clinician:" + password).getBytes(StandardCharsets.UTF_8));
        return client.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + stack.ports().alerting() + path))
                        .header("Authorization", "Basic " + credentials)
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
