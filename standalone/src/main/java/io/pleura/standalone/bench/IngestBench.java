package io.pleura.standalone.bench;

import io.pleura.standalone.bench.Figure.Better;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The measurements of `./pleura bench ingest`: what our ingest, DCMTK's storescp and Orthanc take in, from the same
/// senders, on fresh stores on the same disk. Ours says yes when bytes and event are on disk; theirs when the bytes are
/// in the page cache.
///
/// Turns alternate, and the disk is synced between them, so that nobody pays for another's writing. Medians are shown.
public final class IngestBench {

    private static final double SAME = 1;
    private static final double TIMES_ORTHANC_FOUR = 3;
    private static final double TIMES_ORTHANC_ONE = 5;
    private static final double TIMES_ORTHANC_STOW = 4;
    private static final double SHARE_OF_LATENCY = 0.5;

    private static final int MEGABYTE = 1_000_000;
    private static final int FEW = 1;
    private static final int MANY = 4;

    /// Before the measured ones: longer than a buffer of ours, and short, because disks have an end.
    private static final int WARM_UP_BYTES = 600_000;

    /// Objects from each of the four senders for those that are compiled before they run, so that their files, folders
    /// and databases are begun.
    private static final int WARM_UP_EACH = 200;

    /// The same for ours: a service runs for months, and its just-in-time compiler is done after ten thousands.
    private static final int WARM_UP_EACH_OF_OURS = 4000;

    private final Receiver ours;
    private final Optional<Receiver> unsynced;
    private final Optional<Receiver> storescp;
    private final Optional<Receiver> orthanc;
    private final int rounds;
    private final Consumer<String> announce;
    private final Senders senders = new Senders();
    private final Map<Case, List<Load>> loads = new HashMap<>();

    /// @param unsynced ours on a disk that is never synced, to see what that costs
    public IngestBench(
            Receiver ours,
            Optional<Receiver> unsynced,
            Optional<Receiver> storescp,
            Optional<Receiver> orthanc,
            int rounds,
            Consumer<String> announce) {
        this.ours = ours;
        this.unsynced = unsynced;
        this.storescp = storescp;
        this.orthanc = orthanc;
        this.rounds = rounds;
        this.announce = announce;
    }

    private enum Way {
        STORE,
        STOW
    }

    private record Case(Receiver receiver, Way way, int megabytes, int senders) {}

    /// @return one BENCH line a figure
    public List<String> run() throws IOException, InterruptedException {
        List<Receiver> all = new ArrayList<>(List.of(ours));
        List.of(unsynced, storescp, orthanc).forEach(other -> other.ifPresent(all::add));
        announce.accept("warming up");
        for (Receiver receiver : all) {
            warmUp(receiver);
        }
        for (int round = 1; round <= rounds; round++) {
            announce.accept("round %d of %d".formatted(round, rounds));
            for (Receiver receiver : all) {
                turn(receiver);
            }
        }
        all.forEach(this::show);
        return figures().stream().map(Figure::line).toList();
    }

    private void warmUp(Receiver receiver) throws IOException, InterruptedException {
        boolean compiledAsItRuns =
                receiver.equals(ours) || unsynced.filter(receiver::equals).isPresent();
        int each = compiledAsItRuns ? WARM_UP_EACH_OF_OURS : WARM_UP_EACH;
        load(receiver, Way.STORE, WARM_UP_BYTES, MANY, each);
        if (receiver.stow().isPresent()) {
            load(receiver, Way.STOW, WARM_UP_BYTES, MANY, each);
        }
    }

    private void turn(Receiver receiver) throws IOException, InterruptedException {
        for (int megabytes : new int[] {10, 2}) {
            for (int count : new int[] {MANY, FEW}) {
                add(new Case(receiver, Way.STORE, megabytes, count));
            }
            if (receiver.stow().isPresent()) {
                add(new Case(receiver, Way.STOW, megabytes, MANY));
            }
        }
    }

    /// As much as takes a second or so.
    private void add(Case one) throws IOException, InterruptedException {
        int objects = one.megabytes() == 10 ? 32 : 100;
        int each = one.senders() == FEW ? objects / 2 : objects / one.senders();
        Load load = load(one.receiver(), one.way(), one.megabytes() * MEGABYTE, one.senders(), each);
        loads.computeIfAbsent(one, unused -> new ArrayList<>()).add(load);
    }

    private Load load(Receiver receiver, Way way, int bytes, int count, int each)
            throws IOException, InterruptedException {
        syncDisk();
        return Load.run(
                () -> way == Way.STORE ? senders.store(receiver, bytes) : senders.stow(receiver, bytes), count, each);
    }

    private static void syncDisk() throws IOException, InterruptedException {
        Process sync = new ProcessBuilder("sync").start();
        if (!sync.waitFor(1, TimeUnit.MINUTES)) {
            sync.destroyForcibly();
        }
    }

    private void show(Receiver receiver) {
        for (int megabytes : new int[] {10, 2}) {
            announce.accept(String.format(
                    Locale.ROOT,
                    "%-16s %2d MB: %6.1f/s from 4 associations, %6.1f/s from 1, median latency %6.1f ms; STOW %s",
                    receiver.name(),
                    megabytes,
                    rate(receiver, Way.STORE, megabytes, MANY),
                    rate(receiver, Way.STORE, megabytes, FEW),
                    latency(receiver, megabytes),
                    receiver.stow().isEmpty()
                            ? "-"
                            : String.format(Locale.ROOT, "%.1f/s", rate(receiver, Way.STOW, megabytes, MANY))));
        }
    }

    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (int megabytes : new int[] {10, 2}) {
            storescp.ifPresent(other -> figures.add(faster(other, Way.STORE, megabytes, MANY, SAME)));
            orthanc.ifPresent(other -> {
                figures.add(faster(other, Way.STORE, megabytes, MANY, TIMES_ORTHANC_FOUR));
                figures.add(faster(other, Way.STORE, megabytes, FEW, TIMES_ORTHANC_ONE));
                figures.add(faster(other, Way.STOW, megabytes, MANY, TIMES_ORTHANC_STOW));
            });
        }
        storescp.ifPresent(other -> {
            double theirs = latency(other, 10);
            figures.add(new Figure(
                    "ingest-latency-10mb-1-storescp",
                    latency(ours, 10),
                    "ms",
                    theirs,
                    SHARE_OF_LATENCY * theirs,
                    Better.LOWER));
        });
        return figures;
    }

    private Figure faster(Receiver other, Way way, int megabytes, int count, double times) {
        double theirs = rate(other, way, megabytes, count);
        return new Figure(
                "ingest-%s-%dmb-%d-%s".formatted(way.name().toLowerCase(Locale.ROOT), megabytes, count, other.name()),
                rate(ours, way, megabytes, count),
                "objects/s",
                theirs,
                times * theirs,
                Better.HIGHER);
    }

    private double rate(Receiver receiver, Way way, int megabytes, int count) {
        return median(loads.getOrDefault(new Case(receiver, way, megabytes, count), List.of()).stream()
                .map(Load::perSecond)
                .toList());
    }

    private double latency(Receiver receiver, int megabytes) {
        return median(loads.getOrDefault(new Case(receiver, Way.STORE, megabytes, FEW), List.of()).stream()
                .flatMap(load -> load.millis().stream())
                .toList());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
