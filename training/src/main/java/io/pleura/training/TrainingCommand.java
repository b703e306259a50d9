package io.pleura.training;

import picocli.CommandLine;

/// Entry of `./pleura phantoms | train | evaluate | export`: makes phantoms, trains, evaluates and exports models.
@CommandLine.Command(
        name = "pleura",
        description = "Makes phantoms, trains ClaSegNet, evaluates and exports it.",
        mixinStandardHelpOptions = true,
        subcommands = {PhantomsCommand.class, TrainCommand.class, EvaluateCommand.class, ExportCommand.class})
public final class TrainingCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do.");
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TrainingCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
