package io.pleura.standalone.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The TCP ports of one stack, all on 127.0.0.1.
public record Ports(int kafka, int controller, int ingest, int dicom, int inference, int alerting) {

    public static final Ports STANDARD = new Ports(19092, 19093, 8081, 11112, 8082, 8080);

    public static final String HOST = "127.0.0.1";

    private static final int ANSWER_WITHIN_MILLIS = 500;

    public Ports {
        for (int port : new int[] {kafka, controller, ingest, dicom, inference, alerting}) {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
            }
        }
    }

    /// The standard ports, each higher by `offset`, so that several stacks can run side by side.
    public static Ports standard(int offset) {
        return new Ports(
                STANDARD.kafka + offset,
                STANDARD.controller + offset,
                STANDARD.ingest + offset,
                STANDARD.dicom + offset,
                STANDARD.inference + offset,
                STANDARD.alerting + offset);
    }

    /// Six ports in a row that nobody listened on a moment ago, for a test or a benchmark.
    ///
    /// Below the range that outgoing connections take theirs from (32768 and up on Linux): a member that is away
    /// for a moment must find its port free when it comes back.
    public static Ports free() throws IOException {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = random.nextInt(20_000, 32_760);
            Ports ports = new Ports(first, first + 1, first + 2, first + 3, first + 4, first + 5);
            if (ports.taken().isEmpty()) {
                return ports;
            }
        }
        throw new IOException("there are no six free ports in a row");
    }

    public String kafkaBootstrap() {
        return HOST + ":" + kafka;
    }

    /// The HTTP port of a service; the broker has none.
    public int http(Member service) {
        return switch (service) {
            case INGEST -> ingest;
            case INFERENCE -> inference;
            case ALERTING -> alerting;
            case BROKER -> throw new IllegalArgumentException("the broker does not speak HTTP");
        };
    }

    /// What each port is for, in the order of the stack's start.
    public Map<String, Integer> byUse() {
        Map<String, Integer> uses = new LinkedHashMap<>();
        uses.put("Kafka", kafka);
        uses.put("Kafka controller", controller);
        uses.put("ingest HTTP", ingest);
        uses.put("DICOM", dicom);
        uses.put("inference HTTP", inference);
        uses.put("alerting HTTP", alerting);
        return uses;
    }

    /// One entry such as `8080 (alerting HTTP)` for each port that somebody else listens on.
    public List<String> taken() {
        List<String> taken = new ArrayList<>();
        byUse().forEach((use, port) -> {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
                assert socket.isBound();
            } catch (IOException e) {
                taken.add(port + " (" + use + ")");
            }
        });
        return taken;
    }

    /// True when somebody accepts connections there.
    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), ANSWER_WITHIN_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
