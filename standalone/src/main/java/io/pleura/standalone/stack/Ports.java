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
///
/// @param ingest where it takes STOW-RS
/// @param alerting where the page is
/// @param ingestManagement its health and metrics, as of the other two services
public record Ports(
        int kafka,
        int controller,
        int ingest,
        int dicom,
        int alerting,
        int ingestManagement,
        int inferenceManagement,
        int alertingManagement) {

    public static final Ports STANDARD = new Ports(19092, 19093, 8081, 11112, 8080, 9001, 9002, 9000);

    public static final String HOST = "127.0.0.1";

    private static final int ANSWER_WITHIN_MILLIS = 500;

    public Ports {
        for (int port : new int[] {
            kafka, controller, ingest, dicom, alerting, ingestManagement, inferenceManagement, alertingManagement
        }) {
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
                STANDARD.alerting + offset,
                STANDARD.ingestManagement + offset,
                STANDARD.inferenceManagement + offset,
                STANDARD.alertingManagement + offset);
    }

    /// Eight ports in a row that nobody listened on a moment ago, for a test or a benchmark.
    ///
    /// Below the range that outgoing connections take theirs from (32768 and up on Linux): a member that is away
    /// for a moment must find its port free when it comes back.
    public static Ports free() throws IOException {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = random.nextInt(20_000, 32_760);
            Ports ports = new Ports(first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7);
            if (ports.taken().isEmpty()) {
                return ports;
            }
        }
        throw new IOException("there are no eight free ports in a row");
    }

    public String kafkaBootstrap() {
        return HOST + ":" + kafka;
    }

    /// Where a service's health and metrics are; the broker has none.
    public int management(Member service) {
        return switch (service) {
            case INGEST -> ingestManagement;
            case INFERENCE -> inferenceManagement;
            case ALERTING -> alertingManagement;
            case BROKER -> throw new IllegalArgumentException("the broker does not speak HTTP");
        };
    }

    /// What each port is for, in the order of the stack's start.
    public Map<String, Integer> byUse() {
        Map<String, Integer> uses = new LinkedHashMap<>();
        uses.put("Kafka", kafka);
        uses.put("Kafka controller", controller);
        uses.put("ingest HTTP", ingest);
        uses.put("ingest management", ingestManagement);
        uses.put("DICOM", dicom);
        uses.put("inference management", inferenceManagement);
        uses.put("alerting HTTP", alerting);
        uses.put("alerting management", alertingManagement);
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
