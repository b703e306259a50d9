package io.pleura.standalone;

import io.pleura.ingest.store.IdentityIndex;
import io.pleura.standalone.audit.OrphanReport;
import io.pleura.standalone.audit.OrphanReport.Found;
import io.pleura.standalone.audit.OrphanSweep;
import io.pleura.standalone.audit.OrphanSweep.Action;
import io.pleura.standalone.stack.DataFolder;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.StackException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Finds blobs that nothing names, and moves them aside when asked to.
@Command(
        name = "orphans",
        description = {
            "Lists blobs that no event and no waiting claim names: what a crash left between",
            "bytes and claim of a radiograph, or between quarantine and rejection.",
            "Nothing is deleted.",
            "Refuses when Kafka or ingest's index cannot be read whole or contradict one another.",
            "As long as Kafka has a record that cannot be read, which may name any blob, nothing is an orphan.",
            "Exit code 1 when there are orphans in the store, named blobs in orphans/, or a record that cannot be",
            "read and is not named by --pass-over."
        },
        mixinStandardHelpOptions = true)
final class OrphansCommand implements Callable<Integer> {

    /// What is written now is named in a moment; an hour is long for a moment.
    private static final Duration LEAST_AGE = Duration.ofHours(1);

    static final class What {
        @Option(names = "--move", description = "move orphans into the folder orphans/ of the blob store")
        private boolean move;

        @Option(names = "--restore", description = "bring back what lies in orphans/ and is named by now")
        private boolean restore;
    }

    static final class Folders {
        @Option(
                names = "--blobs",
                paramLabel = "DIR",
                required = true,
                description = "the blob store (default: that in the --data of the stack)")
        @SuppressWarnings("NullAway.Init")
        private Path blobs;

        @Option(
                names = "--work",
                paramLabel = "DIR",
                required = true,
                description = "the work folder of an ingest instance that writes there; name all of them, each once")
        private List<Path> work = List.of();
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ArgGroup
    private What what = new What();

    @ArgGroup(exclusive = false)
    private @Nullable Folders folders;

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            defaultValue = "P1D",
            description = "leave alone what was written since, ISO 8601 (default: P1D, a day; an hour at least)")
    @SuppressWarnings("NullAway.Init")
    private Duration olderThan;

    @Mixin
    private final PassOverOption passOver = new PassOverOption();

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() {
        if (olderThan.compareTo(LEAST_AGE) < 0) {
            throw new ParameterException(spec.commandLine(), "--older-than: an hour (PT1H) at least");
        }
        PrintWriter out = spec.commandLine().getOut();
        OrphanReport report = OrphanSweep.run(kafka.bootstrapServers(), request(), line -> {
            out.println(line);
            out.flush();
        });
        out.print(report.text());
        if (report.count(Found.MOVED).blobs() > 0) {
            out.println("Should an event name one of them later, ./pleura orphans --restore brings it back;"
                    + " its sender's next attempt does, too.");
        }
        out.flush();
        return report.clean() ? 0 : 1;
    }

    private OrphanSweep.Request request() {
        Path blobs;
        List<Path> work;
        if (folders == null) {
            DataFolder stack = stack();
            blobs = stack.blobs();
            work = List.of(stack.work(Member.INGEST));
        } else if (data.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "the --data of a stack has both; give --data, or --blobs and --work");
        } else {
            blobs = folders.blobs;
            work = folders.work;
        }
        List<Path> indexes = work.stream().map(IdentityIndex::folderIn).toList();
        return new OrphanSweep.Request(blobs, indexes, olderThan, passOver.places(), action(), clock.instant());
    }

    private DataFolder stack() {
        return data.folder(kafka.bootstrapServers())
                .orElseThrow(() -> new StackException(DataOption.missing(kafka.bootstrapServers())
                        + "; name the stack's folder with --data, or the folders with --blobs and --work"));
    }

    private Action action() {
        if (what.move) {
            return Action.MOVE;
        }
        return what.restore ? Action.RESTORE : Action.LIST;
    }
}
