package io.pleura.standalone;

import io.pleura.standalone.send.Destination;
import io.pleura.standalone.send.Outcome;
import io.pleura.standalone.send.Sender;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.StackSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Sends DICOM files to Pleura, or to any other DICOM node.
@Command(
        name = "send",
        description = {
            "Sends DICOM files by C-STORE and prints what became of each.",
            "Exit code 1 when a file was refused or could not be sent."
        },
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "files, and folders with all that is in them")
    @SuppressWarnings("NullAway.Init")
    private List<Path> places;

    @Option(names = "--stat", description = "as urgent: by the calling AE title " + StackSettings.STAT_CALLER)
    private boolean stat;

    @Option(names = "--to", paramLabel = "HOST:PORT", description = "the receiver (default: the stack on this machine)")
    private @Nullable String to;

    @Mixin
    private final LocalStack local = new LocalStack();

    @Option(
            names = "--called",
            paramLabel = "AE",
            defaultValue = StackSettings.AE_TITLE,
            description = "the receiver's AE title (default: " + StackSettings.AE_TITLE + ")")
    @SuppressWarnings("NullAway.Init")
    private String called;

    @Option(
            names = "--calling",
            paramLabel = "AE",
            description = "our AE title (default: " + StackSettings.ROUTINE_CALLER + ")")
    private @Nullable String calling;

    @Option(
            names = "--associations",
            paramLabel = "N",
            defaultValue = "1",
            description = "how many at once (default: 1)")
    private int associations;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private TlsOptions tls;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (associations < 1 || associations > Sender.MAX_ASSOCIATIONS) {
            throw new ParameterException(spec.commandLine(), "--associations: 1 to " + Sender.MAX_ASSOCIATIONS);
        }
        Sender sender = new Sender(destination(), associations);
        List<Path> files = files();
        AtomicInteger stored = new AtomicInteger();
        sender.send(files, outcome -> {
            if (outcome instanceof Outcome.Stored) {
                stored.incrementAndGet();
            }
            synchronized (out) {
                out.println(line(outcome));
                out.flush();
            }
        });
        out.printf("%d of %d files stored%n", stored.get(), files.size());
        out.flush();
        return stored.get() == files.size() ? 0 : 1;
    }

    private List<Path> files() throws IOException {
        try {
            List<Path> files = Sender.filesUnder(places);
            if (files.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "there is no file in " + places);
            }
            return files;
        } catch (NoSuchFileException e) {
            throw new ParameterException(spec.commandLine(), "there is no " + e.getFile());
        }
    }

    private Destination destination() {
        if (stat && calling != null) {
            throw new ParameterException(
                    spec.commandLine(), "--stat means a calling AE title of its own; give --stat or --calling");
        }
        String aeTitle = calling != null ? calling : stat ? StackSettings.STAT_CALLER : StackSettings.ROUTINE_CALLER;
        String place = to == null ? Ports.HOST + ":" + local.ports().dicom() : to;
        try {
            return Destination.of(place, called, aeTitle, tls.tls());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--to: " + e.getMessage());
        }
    }

    private static String line(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored stored -> "stored   %s".formatted(stored.file());
            case Outcome.Refused refused -> "REFUSED  %s  %s".formatted(refused.file(), refused.status());
            case Outcome.Failed failed -> "FAILED   %s  %s".formatted(failed.file(), failed.reason());
        };
    }
}
