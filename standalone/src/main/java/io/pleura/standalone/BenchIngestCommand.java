package io.pleura.standalone;

import io.pleura.standalone.bench.IngestBench;
import io.pleura.standalone.bench.Receiver;
import io.pleura.standalone.peer.Orthanc;
import io.pleura.standalone.peer.Storescp;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.Stack;
import io.pleura.standalone.stack.StackSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures what ingest takes in beside DCMTK's storescp and Orthanc.
@Command(
        name = "ingest",
        description = {
            "Measures what ingest takes in by C-STORE and STOW-RS, durably, beside DCMTK's storescp and Orthanc (Debian",
            "packages dcmtk, orthanc and orthanc-dicomweb), from the same senders. Ends with one BENCH line a figure.",
            "With Debian's libeatmydata1 it also shows what syncing the disk costs. It writes some 50 GB and deletes them."
        },
        mixinStandardHelpOptions = true)
final class BenchIngestCommand implements Callable<Integer> {

    /// Replaces the calls that sync files by nothing.
    private static final Path NO_SYNC = Path.of("/usr/lib/x86_64-linux-gnu/libeatmydata.so");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--rounds",
            converter = AtLeastOne.class,
            paramLabel = "N",
            defaultValue = "5",
            description = "of each measurement (default: 5)")
    private int rounds;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "on the disk to measure (default: the system's folder for temporary files)")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryFolder place = new TemporaryFolder(folder, "pleura-bench")) {
            measure(place, out);
        }
        return 0;
    }

    private void measure(TemporaryFolder place, PrintWriter out) throws Exception {
        try {
            IngestBench bench = new IngestBench(
                    pleura("pleura", place, Map.of(), out),
                    Files.exists(NO_SYNC)
                            ? Optional.of(
                                    pleura("pleura-unsynced", place, Map.of("LD_PRELOAD", NO_SYNC.toString()), out))
                            : Optional.empty(),
                    storescp(place),
                    orthanc(place),
                    rounds,
                    line -> say(out, line));
            bench.run().forEach(line -> say(out, line));
        } finally {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }

    /// The service as it is packaged, and its broker.
    private Receiver pleura(String name, TemporaryFolder place, Map<String, String> environment, PrintWriter out)
            throws IOException, InterruptedException {
        StackSettings settings = place.stack(name, Map.of(Member.BROKER, environment, Member.INGEST, environment));
        RunningStack running = RunningStack.start(settings, out, Member.BROKER, Member.INGEST);
        open.push(running);
        Stack stack = running.stack();
        URI studies = URI.create("http://" + Ports.HOST + ":" + stack.ports().ingest() + "/dicom-web/studies");
        return new Receiver(name, stack.ports().dicom(), StackSettings.AE_TITLE, Optional.of(studies));
    }

    private Optional<Receiver> storescp(TemporaryFolder place) throws IOException, InterruptedException {
        if (!Storescp.isThere()) {
            return Optional.empty();
        }
        Storescp storescp = Storescp.start(place.create("storescp"));
        open.push(storescp);
        return Optional.of(new Receiver("storescp", storescp.port(), Storescp.AE_TITLE, Optional.empty()));
    }

    private Optional<Receiver> orthanc(TemporaryFolder place) throws IOException, InterruptedException {
        if (!Orthanc.isThere()) {
            return Optional.empty();
        }
        Orthanc orthanc = Orthanc.start(place.create("orthanc"), Ports.free(), Orthanc.Remotes.NONE);
        open.push(orthanc);
        return Optional.of(
                new Receiver("orthanc", orthanc.dicomPort(), Orthanc.AE_TITLE, Optional.of(orthanc.studies())));
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}
