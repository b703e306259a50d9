package io.pleura.training;

import io.pleura.imaging.dicom.DicomException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/// Entry of `./pleura phantoms | train | evaluate | report | export | latency | data`: makes phantoms, trains,
/// evaluates and exports models.
@CommandLine.Command(
        name = "pleura",
        description = "Makes phantoms, trains ClaSegNet, evaluates and exports it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PhantomsCommand.class,
            TrainCommand.class,
            CrossValidateCommand.class,
            TransferCommand.class,
            EvaluateCommand.class,
            ReportCommand.class,
            ExportCommand.class,
            LatencyCommand.class,
            DataCommand.class
        })
public final class TrainingCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do.");
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new TrainingCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(TrainingCommand::explain);
    }

    /// A wrong argument or file is told in one line; anything else is a defect and keeps its trace.
    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof NoSuchFileException missing) {
            command.getErr().println("pleura: there is no file " + missing.getFile());
            return 1;
        }
        if (e instanceof IllegalArgumentException || e instanceof IOException || e instanceof DicomException) {
            command.getErr().println("pleura: " + e.getMessage());
            return 1;
        }
        throw e;
    }
}
