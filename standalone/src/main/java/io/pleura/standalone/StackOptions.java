package io.pleura.standalone;

import io.pleura.standalone.stack.DataFolder;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Ports;
import io.pleura.standalone.stack.StackSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that starts a stack.
final class StackOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where everything is kept between starts (default: .pleura in the repository)")
    private @Nullable Path data;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            converter = PortOffset.class,
            description = "added to every port, so that several stacks can run side by side (default: 0)")
    @SuppressWarnings("NullAway.Init")
    private Ports ports;

    @Option(
            names = "--allow-caller",
            paramLabel = "AE",
            description = "one more calling AE title that may send; may be repeated; * allows any")
    private List<String> moreCallers = new ArrayList<>();

    @Option(
            names = "--webhook",
            paramLabel = "URL",
            description =
                    "where an alert that is raised, reopened, returned or escalated is posted as JSON (default: nowhere)")
    private @Nullable URI webhook;

    StackSettings settings() {
        Path repository = StackSettings.repositoryOfThisProcess();
        List<String> callers = new ArrayList<>(StackSettings.STANDARD_CALLERS);
        callers.addAll(moreCallers);
        return new StackSettings(
                repository,
                data == null ? DataFolder.in(repository) : new DataFolder(data),
                ports,
                callers,
                webhook == null
                        ? Map.of()
                        : Map.of(Member.ALERTING, Map.of("PLEURA_ALERTING_WEBHOOK_URL", webhook.toString())));
    }
}
