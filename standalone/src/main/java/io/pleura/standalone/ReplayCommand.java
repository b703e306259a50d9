package io.pleura.standalone;

import io.pleura.schemas.StudyUid;
import io.pleura.standalone.audit.Replay;
import io.pleura.standalone.audit.ReplayReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Scores recorded radiographs again with the recorded model.
@Command(
        name = "replay",
        description = {
            "Scores recorded radiographs again, with the model that is on record, and compares bit by bit;",
            "the side, the threshold and where the map lies, too.",
            "Raises no alert and notifies nobody. Exit code 1 unless every output is identical,",
            "or when there is a score that cannot be read and is not named by --pass-over."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    /// One study, or a range of time.
    static final class What {
        @Option(
                names = "--study",
                paramLabel = "UID",
                converter = StudyConverter.class,
                description = "Study Instance UID")
        private @Nullable StudyUid study;

        @ArgGroup(exclusive = false)
        private @Nullable Range range;
    }

    static final class StudyConverter implements ITypeConverter<StudyUid> {
        @Override
        public StudyUid convert(String text) {
            try {
                return new StudyUid(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class Range {
        @Option(
                names = "--from",
                paramLabel = "TIME",
                required = true,
                description = "scored at this time or later, such as 2026-11-23T08:00:00Z")
        @SuppressWarnings("NullAway.Init")
        private Instant from;

        @Option(names = "--to", paramLabel = "TIME", description = "scored before this time (default: now)")
        private @Nullable Instant to;
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private What what;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "kept in the audit log")
    @SuppressWarnings("NullAway.Init")
    private String reason;

    @Option(
            names = "--limit",
            converter = AtLeastOne.class,
            paramLabel = "N",
            defaultValue = "10000",
            description = "refuse to replay more radiographs than this (default: 10000)")
    private int limit;

    @Option(
            names = "--patience",
            converter = AtLeastOne.class,
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "give up after this long without an answer; live work goes first (default: 300)")
    private int patienceSeconds;

    @Mixin
    private final PassOverOption passOver = new PassOverOption();

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() {
        if (reason.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--reason: say why, it is kept in the audit log");
        }
        PrintWriter out = spec.commandLine().getOut();
        Replay.Request request = new Replay.Request(
                selection(),
                System.getProperty("user.name", "unknown"),
                reason,
                limit,
                Duration.ofSeconds(patienceSeconds),
                passOver.places(),
                clock.instant());
        ReplayReport report = Replay.run(kafka.bootstrapServers(), request, line -> {
            out.println(line);
            out.flush();
        });
        out.println(report.summary());
        out.flush();
        return report.allIdentical() && report.requested() > 0 ? 0 : 1;
    }

    private Replay.Selection selection() {
        Range range = what.range;
        if (range != null) {
            Instant to = range.to == null ? clock.instant() : range.to;
            if (!range.from.isBefore(to)) {
                throw new ParameterException(
                        spec.commandLine(), "--from must be before --to, and before now where there is no --to");
            }
            return new Replay.Selection.Between(new Replay.Range(range.from, to));
        }
        if (what.study == null) {
            throw new IllegalStateException("picocli lets one of the two through");
        }
        return new Replay.Selection.OfStudy(what.study);
    }
}
