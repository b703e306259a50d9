package io.pleura.standalone;

import io.pleura.standalone.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Starts the stack and keeps it up until it is told to stop.
@Command(
        name = "up",
        description = "Starts the broker and the three services; Ctrl-C stops them.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final StackOptions options = new StackOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (RunningStack running = RunningStack.start(options.settings(), out)) {
            Stack stack = running.stack();
            out.println(StackTable.of(stack));
            out.println("Ctrl-C stops everything.");
            out.flush();
            running.awaitStop();
        }
        return 0;
    }
}
