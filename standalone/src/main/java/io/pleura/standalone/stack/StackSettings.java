package io.pleura.standalone.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a stack is started with.
///
/// @param repository the folder that holds the built modules
/// @param allowedCallers calling AE titles that may associate; `*` allows any
/// @param environment per member, added to or replacing what the stack itself sets
public record StackSettings(
        Path repository,
        DataFolder data,
        Ports ports,
        List<String> allowedCallers,
        Map<Member, Map<String, String>> environment) {

    public static final String AE_TITLE = "PLEURA";

    /// Calling AE title of `./pleura send` and of the demo's routine senders.
    public static final String ROUTINE_CALLER = "PLEURA_SEND";

    /// Whatever this calling AE title sends is STAT.
    public static final String STAT_CALLER = "PLEURA_STAT";

    /// Ours, and those that DCMTK's senders and Orthanc use when not told otherwise.
    public static final List<String> STANDARD_CALLERS =
            List.of(ROUTINE_CALLER, STAT_CALLER, "STORESCU", "DCMSEND", "ECHOSCU", "ORTHANC");

    public StackSettings {
        allowedCallers = List.copyOf(allowedCallers);
        environment = Map.copyOf(environment);
    }

    /// Where the launcher says the built modules are.
    public static Path repositoryOfThisProcess() {
        String root = System.getProperty("pleura.root");
        return Path.of(root == null ? "." : root).toAbsolutePath().normalize();
    }
}
