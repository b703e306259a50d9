package io.pleura.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./pleura`: the commands that run, feed and audit a whole system on this machine.
@Command(
        name = "pleura",
        description = "Streaming triage of pneumothorax on chest radiographs. Not a medical device.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BenchCommand.class,
            SoakCommand.class,
            DemoCommand.class,
            UpCommand.class,
            OrphansCommand.class,
            ReconcileCommand.class,
            ReplayCommand.class,
            SendCommand.class,
            TopicsCommand.class,
        })
public final class PleuraCommand {

    private PleuraCommand() {}

    /// Exit codes: 0 as asked, 1 done but something is wrong (a file refused, books that do not balance), 2 wrong usage
    /// or the system is not there.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        Failures failures = new Failures(RunningStack::isStopping);
        return new CommandLine(new PleuraCommand())
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setExitCodeExceptionMapper(exception -> 2);
    }
}
