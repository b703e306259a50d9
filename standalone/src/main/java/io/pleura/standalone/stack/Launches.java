package io.pleura.standalone.stack;

import io.pleura.standalone.Broker;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Command line and environment of every member: the one place that says how the services are configured here.
final class Launches {

    private static final String BROKER_HEAP = "-Xmx512m";
    private static final String SERVICE_HEAP = "-Xmx768m";
    private static final String SERVICE_MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    private final StackSettings settings;
    private final String password;

    Launches(StackSettings settings, String password) {
        this.settings = settings;
        this.password = password;
    }

    ChildProcess.Plan plan(Member member) {
        DataFolder data = settings.data();
        Map<String, String> environment = new HashMap<>(environment(member));
        environment.putAll(settings.environment().getOrDefault(member, Map.of()));
        return new ChildProcess.Plan(
                member, command(member), environment, data.temporary(member), data.log(member), data.processId(member));
    }

    private List<String> command(Member member) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(whenMemoryIsOut(member));
        command.add("-Djava.awt.headless=true");
        command.add("-Djava.io.tmpdir=" + settings.data().temporary(member));
        if (member == Member.BROKER) {
            Ports ports = settings.ports();
            command.addAll(List.of(BROKER_HEAP, "-Dorg.slf4j.simpleLogger.defaultLogLevel=info", "-cp"));
            command.add(System.getProperty("java.class.path"));
            command.addAll(List.of(Tether.class.getName(), Broker.class.getName()));
            command.add(settings.data().broker().toString());
            command.addAll(List.of(Integer.toString(ports.kafka()), Integer.toString(ports.controller())));
        } else {
            // As the manifest of quarkus-run.jar has it, which only counts with -jar.
            command.addAll(List.of(SERVICE_HEAP, "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp"));
            command.add(ownClasses() + ":" + packagedService(member));
            command.addAll(List.of(Tether.class.getName(), SERVICE_MAIN));
        }
        return command;
    }

    /// A worker's crash reports lie in its work folder, where its successor looks for them.
    private List<String> whenMemoryIsOut(Member member) {
        return switch (member) {
            case INFERENCE ->
                List.of(
                        "-XX:+CrashOnOutOfMemoryError",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + settings.data().work(member).resolve("hs_err.log"));
            case BROKER, INGEST, ALERTING -> List.of("-XX:+ExitOnOutOfMemoryError");
        };
    }

    private Path packagedService(Member member) {
        Path jar = settings.repository().resolve(member.lowerCaseName()).resolve("target/quarkus-app/quarkus-run.jar");
        if (Files.notExists(jar)) {
            throw new StackException(member.lowerCaseName() + " is not built: " + jar
                    + " is missing. Build with: ./mvnw -Dquick package");
        }
        return jar;
    }

    private static Path ownClasses() {
        return file(Tether.class.getProtectionDomain().getCodeSource().getLocation());
    }

    /// A location is written as URLs are: a space in it is `%20`.
    static Path file(URL location) {
        try {
            return Path.of(location.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(location + " is no location of a class", e);
        }
    }

    private Map<String, String> environment(Member member) {
        return switch (member) {
            case BROKER -> Map.of();
            case INGEST -> ingest();
            case INFERENCE -> inference();
            case ALERTING -> alerting();
        };
    }

    private Map<String, String> ingest() {
        Map<String, String> environment = common(Member.INGEST, "PLEURA_INGEST_");
        environment.putAll(http(settings.ports().ingest()));
        environment.put("PLEURA_INGEST_AE_TITLE", StackSettings.AE_TITLE);
        environment.put("PLEURA_INGEST_DICOM_HOST", Ports.HOST);
        environment.put(
                "PLEURA_INGEST_DICOM_PORT", Integer.toString(settings.ports().dicom()));
        environment.put("PLEURA_INGEST_ALLOWED_CALLERS", String.join(",", settings.allowedCallers()));
        environment.put(
                "PLEURA_INGEST_WORK_FOLDER", settings.data().work(Member.INGEST).toString());
        return environment;
    }

    private Map<String, String> inference() {
        Map<String, String> environment = common(Member.INFERENCE, "PLEURA_INFERENCE_");
        environment.put(
                "PLEURA_INFERENCE_WORK_FOLDER",
                settings.data().work(Member.INFERENCE).toString());
        environment.put(
                "PLEURA_INFERENCE_MODEL_FOLDER",
                settings.repository().resolve("inference/model").toString());
        return environment;
    }

    private Map<String, String> alerting() {
        Map<String, String> environment = common(Member.ALERTING, "PLEURA_ALERTING_");
        environment.putAll(http(settings.ports().alerting()));
        environment.put(
                "PLEURA_ALERTING_STATE_FOLDER",
                settings.data().work(Member.ALERTING).toString());
        environment.put("PLEURA_ALERTING_PASSWORD", password);
        environment.put(
                "PLEURA_ALERTING_NOTIFICATION_PAGE_URL",
                "http://" + Ports.HOST + ":" + settings.ports().alerting() + "/");
        return environment;
    }

    private static Map<String, String> http(int port) {
        return Map.of("QUARKUS_HTTP_HOST", Ports.HOST, "QUARKUS_HTTP_PORT", Integer.toString(port));
    }

    private Map<String, String> common(Member member, String prefix) {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_MANAGEMENT_HOST", Ports.HOST);
        environment.put(
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(settings.ports().management(member)));
        environment.put(prefix + "KAFKA_BOOTSTRAP_SERVERS", settings.ports().kafkaBootstrap());
        environment.put(prefix + "BLOB_FOLDER", settings.data().blobs().toString());
        return environment;
    }
}
