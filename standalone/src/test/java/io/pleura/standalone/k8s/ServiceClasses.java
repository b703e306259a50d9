package io.pleura.standalone.k8s;

import io.pleura.standalone.ProjectTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What stands in the services' compiled classes: whoever asks Prometheus for a name that no service has is never told.
final class ServiceClasses {

    /// `pleura_ingest_published_total` in Prometheus is `pleura.ingest.published` in the service.
    private static final Pattern METRIC =
            Pattern.compile("pleura_(?<service>[a-z]+)_[a-z_]+?(?=(_seconds)?(_bucket|_count|_sum|_total)?\\b)");

    private static final Pattern GROUP = Pattern.compile("consumergroup=~?\"(?<group>[^\"(.]+)");

    private ServiceClasses() {}

    /// A metric as its service calls it.
    record Metric(String service, String name) {

        /// Whether a class has its name, or what follows the prefix that all of the service's have.
        boolean isKept() throws IOException {
            String prefix = "pleura." + service + ".";
            return isConstant(name) || name.startsWith(prefix) && isConstant(name.substring(prefix.length()));
        }

        private boolean isConstant(String text) throws IOException {
            return contain(service, (char) text.length() + text); // before a constant stands its length
        }
    }

    static List<Metric> metrics(String expression) {
        return METRIC.matcher(expression)
                .results()
                .map(found -> new Metric(found.group("service"), found.group().replace('_', '.')))
                .toList();
    }

    /// Consumer groups, or what their names begin with.
    static List<String> consumerGroups(String expression) {
        return GROUP.matcher(expression)
                .results()
                .map(found -> found.group("group"))
                .toList();
    }

    static boolean contain(String service, String text) throws IOException {
        try (var files = Files.walk(ProjectTree.classes(service))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
