package io.pleura.ingest.check;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The YAML of a rules file, two levels deep, with the lines that its values stand on. Problems are gathered; where one
/// was found a value is made up, and [#throwProblems] sees to it that nobody uses it.
final class RulesNodes {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}\"\\\\]{1,64}");
    private static final int MAX_VALUES = 100;
    private static final int MAX_SIDE = 65535; // Rows and Columns are US
    private static final Age NO_AGE = new Age(0, 'D');

    private final String source;

    /// By dotted path, e.g. `body-part.missing`; the whole file has the empty one.
    private final Map<String, Node> nodes = new HashMap<>();

    /// The keys of these values: problems are reported where they stand.
    private final Map<String, Node> keys = new HashMap<>();

    private final List<String> problems = new ArrayList<>();

    private RulesNodes(String source) {
        this.source = source;
    }

    /// @throws IllegalArgumentException when it is no YAML
    static RulesNodes parse(String source, String text) {
        RulesNodes parsed = new RulesNodes(source);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(RulesFile.MAX_BYTES);
        try {
            @Nullable Node root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                parsed.problems.add(source + ": is empty; name the rules and state what differs from the shipped ones");
            } else {
                parsed.nodes.put("", root);
                parsed.children("", root);
                return parsed;
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            parsed.problems.add("%s:%d: no YAML: %s".formatted(source, line, e.getProblem()));
        } catch (YAMLException e) {
            parsed.problems.add("%s: no YAML: %s".formatted(source, e.getMessage()));
        }
        parsed.throwProblems();
        return parsed;
    }

    private void children(String path, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            add(
                    node,
                    path,
                    "is no list of keys with values; write key: value lines" + (path.isEmpty() ? "" : " below it"));
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String child = path.isEmpty() ? key : path + "." + key;
            if (nodes.putIfAbsent(child, tuple.getValueNode()) != null) {
                add(tuple.getKeyNode(), child, "stands there twice; leave one of them");
            } else {
                keys.put(child, tuple.getKeyNode());
                if (path.isEmpty() && EligibilityRules.names().contains(key)) {
                    children(child, tuple.getValueNode());
                }
            }
        }
    }

    /// Says of other keys that they are unknown.
    void allow(String path, List<String> keys) {
        if (nodes.get(path) instanceof MappingNode mapping) {
            Set<String> known = new HashSet<>(keys);
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (!known.contains(key)) {
                    add(
                            tuple.getKeyNode(),
                            path.isEmpty() ? key : path + "." + key,
                            "is no key of " + (path.isEmpty() ? "a rules file" : "this rule") + "; write one of "
                                    + String.join(", ", keys));
                }
            }
        }
    }

    String name(String path) {
        String name = scalar(path).orElse("");
        if (!NAME.matcher(name).matches()) {
            problem(path, "is missing or no name; write up to 64 letters, digits, dots, hyphens or underscores");
        }
        return name;
    }

    List<String> list(String rule, String key, Optional<List<String>> base) {
        String path = rule + "." + key;
        @Nullable Node node = nodes.get(path);
        if (node == null) {
            return orMissing(path, base, List.of(), "a list such as [CR, DX]");
        }
        if (!(node instanceof SequenceNode sequence)
                || sequence.getValue().stream().anyMatch(item -> !(item instanceof ScalarNode))) {
            add(node, path, "is no list of values; write one such as [CR, DX], or [] for none");
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            String value = ((ScalarNode) item).getValue().strip().toUpperCase(Locale.ROOT);
            if (!VALUE.matcher(value).matches()) {
                add(item, path, "has a value that is empty, too long or has quotes in it; write 1 to 64 characters");
            } else if (values.contains(value)) {
                add(item, path, "has " + value + " twice; leave one of them");
            }
            values.add(value);
        }
        if (values.size() > MAX_VALUES) {
            add(node, path, "has " + values.size() + " values; write at most " + MAX_VALUES);
        }
        return values;
    }

    Verdict verdict(String rule, String key, Optional<Verdict> base) {
        String path = rule + "." + key;
        if (!nodes.containsKey(path)) {
            return orMissing(path, base, Verdict.REFUSE, "accept or refuse");
        }
        String word = scalar(path).orElse("");
        for (Verdict verdict : Verdict.values()) {
            if (verdict.word().equals(word)) {
                return verdict;
            }
        }
        problem(path, said(word) + "write accept or refuse");
        return Verdict.REFUSE;
    }

    Age age(String rule, String key, Optional<Age> base) {
        String path = rule + "." + key;
        if (!nodes.containsKey(path)) {
            return orMissing(path, base, NO_AGE, "an age such as 18Y");
        }
        String text = scalar(path).orElse("");
        return Age.parse(text).orElseGet(() -> {
            problem(path, said(text) + "write days, weeks, months or years such as 28D, 6W, 18M or 18Y");
            return NO_AGE;
        });
    }

    int side(String rule, String key, Optional<Integer> base) {
        String path = rule + "." + key;
        if (!nodes.containsKey(path)) {
            return orMissing(path, base, 1, "a number of pixels");
        }
        String text = scalar(path).orElse("");
        if (text.matches("[0-9]{1,5}")) {
            int pixels = Integer.parseInt(text);
            if (pixels >= 1 && pixels <= MAX_SIDE) {
                return pixels;
            }
        }
        problem(path, said(text) + "write a number of pixels from 1 to " + MAX_SIDE);
        return 1;
    }

    /// Adds a problem with the value at this path.
    void problem(String path, String what) {
        @Nullable Node key = keys.get(path);
        if (key == null) {
            problems.add("%s: %s: %s".formatted(source, path, what));
        } else {
            add(key, path, what);
        }
    }

    /// @throws IllegalArgumentException when there are any, one a line
    void throwProblems() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    private void add(Node node, String path, String what) {
        int line = node.getStartMark().getLine() + 1;
        problems.add("%s:%d: %s%s".formatted(source, line, path.isEmpty() ? "the file " : path + ": ", what));
    }

    private <T> T orMissing(String path, Optional<T> base, T madeUp, String instead) {
        return base.orElseGet(() -> {
            problem(path, "is missing; write " + instead);
            return madeUp;
        });
    }

    private Optional<String> scalar(String path) {
        return nodes.get(path) instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    private static String said(String word) {
        return word.isEmpty() ? "says nothing that can be read; " : "says " + word + "; ";
    }
}
