package io.pleura.standalone;

import io.pleura.schemas.Topic;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Prints the topic catalogue.
@Command(name = "topics", description = "Prints the topic catalogue.", mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--strimzi", description = "as Strimzi KafkaTopic resources, for k8s/base/topics.yaml")
    private boolean strimzi;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (strimzi) {
            out.print(StrimziTopics.yaml(Topic.CATALOGUE));
        } else {
            String row = "%-20s %-22s %-10s %-22s %s%n";
            out.printf(row, "TOPIC", "VALUE", "PARTITIONS", "KEPT", "KEY");
            for (Topic<?> topic : Topic.CATALOGUE) {
                String kept = topic.compacted()
                        ? "last of each key"
                        : topic.retention().toDays() + " days";
                out.printf(row, topic.name(), topic.value().getSimpleName(), topic.partitions(), kept, topic.key());
            }
        }
        out.flush();
        return 0;
    }
}
