package io.pleura.standalone;

import io.pleura.ingest.store.IdentityIndex;
import io.pleura.standalone.audit.Balance;
import io.pleura.standalone.audit.Reconciliation;
import io.pleura.standalone.stack.Member;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Proves that nothing was lost and nothing counted twice.
@Command(
        name = "reconcile",
        description = {
            "Proves received = scored + rejected + in flight, and one alert for each positive study, from the topics and",
            "from what waits on ingest's disk to be published.",
            "Exit code 1 when the books do not balance, with what is missing or double, when a score or an alert is",
            "overdue, or when there is a record that cannot be read and is not named by --pass-over."
        },
        mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "the work folder of an ingest instance; name all of them, each once (default: that in the --data"
                            + " of the stack)")
    private List<Path> work = List.of();

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--scored-within",
            paramLabel = "DURATION",
            defaultValue = "PT1H",
            description = "how long a radiograph may be in flight, ISO 8601 (default: PT1H, an hour)")
    @SuppressWarnings("NullAway.Init")
    private Duration scoredWithin;

    @Option(
            names = "--alert-within",
            paramLabel = "DURATION",
            defaultValue = "PT5M",
            description = "how long a positive study may wait for its alert, ISO 8601 (default: PT5M, five minutes)")
    @SuppressWarnings("NullAway.Init")
    private Duration alertWithin;

    @Mixin
    private final PassOverOption passOver = new PassOverOption();

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() {
        List<Path> indexes = indexes();
        Balance balance = Reconciliation.run(kafka.bootstrapServers(), indexes, passOver.places(), clock.instant())
                .alertedWithin(alertWithin)
                .scoredWithin(scoredWithin);
        PrintWriter out = spec.commandLine().getOut();
        out.print(balance.report());
        if (indexes.isEmpty()) {
            out.println("ingest's disk was not looked at: " + DataOption.missing(kafka.bootstrapServers())
                    + "; --data names the stack's folder, --work that of an ingest instance");
        }
        out.flush();
        return balance.balances() ? 0 : 1;
    }

    private List<Path> indexes() {
        if (data.isGiven() && !work.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the --data of a stack has the work folder of its ingest; give --data or --work");
        }
        if (!work.isEmpty()) {
            return work.stream().map(IdentityIndex::folderIn).toList();
        }
        return data
                .folder(kafka.bootstrapServers())
                .map(folder -> IdentityIndex.folderIn(folder.work(Member.INGEST)))
                .filter(index -> data.isGiven() || Files.isDirectory(index))
                .stream()
                .toList();
    }
}
