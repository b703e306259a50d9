package io.pleura.standalone;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of the project's things, to compare with the names that a document mentions in backticks.
///
/// @param types each type, also nested ones and events, with the text of the file that declares it
/// @param files every file and folder, relative to the root
record DocumentNames(Map<String, String> types, Set<Path> files) {

    /// Types of other people's that documents may name; what a reader looks up elsewhere.
    private static final Set<String> FOREIGN = Set.of(
            "StreamsBuilder",
            "TopologyTestDriver",
            "InstantSource",
            "KafkaTopic",
            "StatefulSet",
            "PodMonitor",
            "PrometheusRule");

    private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules", ".pleura", "runs");

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *(```|~~~).*?^ *\\1");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|record|interface|enum)\\s+([A-Z]\\w*)");

    /// `Topic`, `Topic.CATALOGUE`, `EventSerde.of(topic)`; not `STAT`.
    private static final Pattern TYPE = Pattern.compile("(?<type>[A-Z]\\w*[a-z]\\w*)(?<members>(\\.\\w+)*)(\\(.*\\))?");

    private static final Pattern PACKAGE = Pattern.compile("io\\.pleura(\\.[a-z0-9]+)+");
    private static final Pattern MEDIA_TYPE = Pattern.compile("(application|image|multipart|text)/.*");
    private static final Pattern PATH = Pattern.compile("(?:\\./)?(?<path>[\\w.-]+(/[\\w.-]+)+|[\\w.-]+)/?");
    private static final Pattern FILE =
            Pattern.compile(".*\\.(java|xml|ya?ml|json|md|avdl|avsc|properties|sh|onnx|js|css|html)");

    static DocumentNames ofProject() throws IOException {
        Map<String, String> types = new HashMap<>();
        Set<Path> files = new HashSet<>();
        Path root = ProjectTree.root();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (NOT_OURS.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                files.add(root.relativize(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                files.add(root.relativize(file));
                if (file.toString().endsWith(".java") || file.toString().endsWith(".avdl")) {
                    String text = Files.readString(file);
                    DECLARATION.matcher(text).results().forEach(match -> types.put(match.group(1), text));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new DocumentNames(types, files);
    }

    /// The names in backticks that nothing in the project bears. What is no name (a command, a setting, an address)
    /// is passed over.
    List<String> missingFrom(String markdown) {
        List<String> missing = new ArrayList<>();
        for (MatchResult span :
                CODE.matcher(FENCE.matcher(markdown).replaceAll("")).results().toList()) {
            if (!exists(span.group(1))) {
                missing.add(span.group(1));
            }
        }
        return missing;
    }

    private boolean exists(String name) {
        if (PACKAGE.matcher(name).matches()) {
            Path folder = Path.of(name.replace('.', '/'));
            return files.stream().anyMatch(file -> file.endsWith(folder));
        }
        Matcher path = PATH.matcher(name);
        if (path.matches() && !MEDIA_TYPE.matcher(name).matches()) {
            if (name.contains("/")) {
                return files.contains(Path.of(path.group("path")));
            }
            if (FILE.matcher(name).matches()) {
                return files.stream().anyMatch(file -> file.endsWith(name));
            }
        }
        Matcher type = TYPE.matcher(name);
        return !type.matches() || FOREIGN.contains(type.group("type")) || declares(type);
    }

    private boolean declares(Matcher name) {
        String text = types.get(name.group("type"));
        if (text == null) {
            return false;
        }
        for (String member : name.group("members").split("\\.")) {
            if (!Pattern.compile("\\b" + member + "\\b").matcher(text).find()) {
                return false;
            }
        }
        return true;
    }
}
