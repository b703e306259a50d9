package io.pleura.standalone;

import io.pleura.standalone.stack.StackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

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

    /// 128 + SIGINT, as shells have it.
    private static final int INTERRUPTED = 130;

    private PleuraCommand() {}

    /// Exit codes: 0 as asked, 1 done but something is wrong (a file refused, books that do not balance), 2 wrong usage
    /// or the system is not there.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        IExecutionExceptionHandler messageOnly = (exception, line, result) -> {
            if (exception instanceof StackException) {
                line.getErr().println("pleura: " + exception.getMessage());
                return 2;
            }
            if (exception instanceof InterruptedException) {
                return INTERRUPTED;
            }
            throw exception;
        };
        return new CommandLine(new PleuraCommand())
                .setExecutionExceptionHandler(messageOnly)
                .setExitCodeExceptionMapper(exception -> 2);
    }
}
