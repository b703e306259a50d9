package io.pleura.standalone.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pleura.standalone.stack.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// An Orthanc archive (Debian packages orthanc and orthanc-dicomweb) with a fresh store, on loopback, driven over its
/// REST API.
public final class Orthanc implements AutoCloseable {

    public static final String AE_TITLE = "ORTHANC";

    private static final Path DICOM_WEB = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    /// By default a second: a sender that pauses longer may send into a connection that is being closed.
    private static final int KEEP_ALIVE_SECONDS = 60;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PeerProcess process;
    private final int dicomPort;
    private final URI root;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Orthanc(PeerProcess process, int dicomPort, int httpPort) {
        this.process = process;
        this.dicomPort = dicomPort;
        this.root = URI.create("http://" + Ports.HOST + ":" + httpPort);
    }

    /// What its REST API said.
    ///
    /// @param body JSON; missing when there is none
    public record Answer(int status, JsonNode body) {}

    public static boolean isThere() {
        return PeerProcess.isThere("Orthanc") && Files.exists(DICOM_WEB);
    }

    /// @param folder an empty folder for its store
    /// @param ports of which it takes those for DICOM and, for HTTP, ingest's
    /// @param pacs where it may send to
    public static Orthanc start(Path folder, Ports ports, Remotes pacs) throws IOException, InterruptedException {
        Path configuration = folder.resolve("orthanc.json");
        JSON.writeValue(configuration.toFile(), configuration(folder, ports, pacs));
        PeerProcess process = PeerProcess.start(
                List.of("Orthanc", configuration.toString()),
                folder.resolve("orthanc.log"),
                ports.dicom(),
                ports.ingest());
        return new Orthanc(process, ports.dicom(), ports.ingest());
    }

    /// The receiver that it knows, under the name `pleura`, by either way.
    ///
    /// @param dicomWeb the service root, ending in a slash
    public record Remotes(String aeTitle, int dicomPort, URI dicomWeb) {

        /// Nobody listens there.
        public static final Remotes NONE = new Remotes("NOBODY", 1, URI.create("http://127.0.0.1:1/"));
    }

    public int dicomPort() {
        return dicomPort;
    }

    /// Where it takes STOW-RS requests.
    public URI studies() {
        return root.resolve("/dicom-web/studies");
    }

    /// Puts a DICOM file into its store.
    public Answer upload(byte[] file) throws IOException, InterruptedException {
        return post("/instances", BodyPublishers.ofByteArray(file));
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(root.resolve(path)).GET());
    }

    public Answer post(String path, String body) throws IOException, InterruptedException {
        return post(path, BodyPublishers.ofString(body));
    }

    /// All that it has written about its doings.
    public String log() throws IOException {
        return process.log();
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }

    private Answer post(String path, HttpRequest.BodyPublisher body) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(root.resolve(path)).POST(body));
    }

    private Answer answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(request.timeout(ANSWER_WITHIN).build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    private static ObjectNode configuration(Path folder, Ports ports, Remotes pacs) {
        ObjectNode configuration = JSON.createObjectNode();
        configuration.put("Name", AE_TITLE);
        configuration.put("StorageDirectory", folder.resolve("store").toString());
        configuration.put("IndexDirectory", folder.resolve("store").toString());
        configuration.putArray("Plugins").add(DICOM_WEB.toString());
        configuration.put("HttpPort", ports.ingest());
        configuration.put("RemoteAccessAllowed", false);
        configuration.put("KeepAlive", true);
        configuration.put("KeepAliveTimeout", KEEP_ALIVE_SECONDS);
        configuration.put("AuthenticationEnabled", false);
        configuration.put("DicomAet", AE_TITLE);
        configuration.put("DicomPort", ports.dicom());
        configuration.put("DicomCheckCalledAet", false);
        configuration.put("DicomAlwaysAllowStore", true);
        configuration.put("TcpNoDelay", true);
        configuration
                .putObject("DicomModalities")
                .putArray("pleura")
                .add(pacs.aeTitle())
                .add(Ports.HOST)
                .add(pacs.dicomPort());
        ObjectNode web = configuration.putObject("DicomWeb");
        web.put("Enable", true);
        web.put("Root", "/dicom-web/");
        web.putObject("Servers").putArray("pleura").add(pacs.dicomWeb().toString());
        return configuration;
    }
}
