package io.pleura.training;

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
        Failures failures = new Failures();
        return new CommandLine(new TrainingCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }
}
