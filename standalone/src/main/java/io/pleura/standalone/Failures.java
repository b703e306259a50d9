package io.pleura.standalone;

import io.pleura.standalone.stack.DiskFailure;
import io.pleura.standalone.stack.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// What whoever sits at the terminal reads when a command fails: one sentence where the command line, the disk or the
/// network is wrong, the trace where the program is.
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    /// 128 + SIGINT, as shells have it.
    private static final int INTERRUPTED = 130;

    private static final int WRONG = 2;

    private final BooleanSupplier stopping;

    /// @param stopping true once Ctrl-C or SIGTERM has come: whatever fails then fails because of it
    Failures(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine line, ParseResult result) throws Exception {
        if (exception instanceof InterruptedException || stopping.getAsBoolean()) {
            return INTERRUPTED;
        }
        line.getErr()
                .println("pleura: "
                        + switch (exception) {
                            case StackException known -> known.getMessage();
                            case IOException outside when outside.getMessage() != null -> DiskFailure.words(outside);
                            default -> throw exception;
                        });
        return WRONG;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine line = exception.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("pleura: " + exception.getMessage());
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("./" + line.getCommandSpec().qualifiedName() + " --help says more");
        return WRONG;
    }
}
