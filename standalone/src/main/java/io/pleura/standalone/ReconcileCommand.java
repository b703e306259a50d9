package io.pleura.standalone;

import io.pleura.standalone.audit.Balance;
import io.pleura.standalone.audit.Reconciliation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Proves that nothing was lost and nothing counted twice.
@Command(
        name = "reconcile",
        description = {
            "Proves received = scored + rejected + in flight from the topics, and one alert for each positive study.",
            "Exit code 1 when the books do not balance, with what is missing or double."
        },
        mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    @Override
    public Integer call() {
        Balance balance = Reconciliation.run(kafka.bootstrapServers());
        PrintWriter out = spec.commandLine().getOut();
        out.print(balance.report());
        out.flush();
        return balance.balances() ? 0 : 1;
    }
}
