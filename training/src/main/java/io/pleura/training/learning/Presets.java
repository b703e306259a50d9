package io.pleura.training.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Settings from files of few lines. A preset names what differs from its `base` (without one: from the preset
/// `default`, which has every setting), and the command line what differs from the preset. YAML; so JSON will do.
public final class Presets {

    public static final String DEFAULT = "default";

    private static final String SHIPPED = "/io/pleura/training/presets/%s.yaml";
    private static final String BASE = "base";
    private static final int MOST_BASES = 8;
    private static final long MOST_BYTES = 1 << 16;
    private static final Pattern SCIENTIFIC = Pattern.compile("[-+]?[0-9]+(\\.[0-9]*)?[eE][-+]?[0-9]+");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private Presets() {}

    /// @param preset name of a shipped one, or a file
    /// @param overrides from path (`schedule.epochs`) to value, as on the command line
    /// @throws IllegalArgumentException naming file and field of what is wrong
    public static TrainingSettings load(String preset, Map<String, String> overrides) throws IOException {
        ObjectNode tree = tree(preset, 0);
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            merge(tree, single(override.getKey(), override.getValue()), "the command line", "");
        }
        return settings(tree, preset);
    }

    /// The settings in a run folder's file; a setting that is younger than the file has its default.
    public static TrainingSettings read(Path file) throws IOException {
        return load(file.toString(), Map.of());
    }

    public static String json(TrainingSettings settings) {
        return tree(settings).toPrettyString() + "\n";
    }

    /// What differs from the default preset, path to value: `load(DEFAULT, differences(s))` equals s.
    public static Map<String, String> differences(TrainingSettings settings) throws IOException {
        Map<String, String> differences = new LinkedHashMap<>();
        collect(tree(DEFAULT, 0), tree(settings), "", differences);
        return differences;
    }

    private static void collect(JsonNode old, JsonNode now, String path, Map<String, String> differences) {
        if (now instanceof ObjectNode object) {
            object.properties()
                    .forEach(field -> collect(
                            old.path(field.getKey()), field.getValue(), path + "." + field.getKey(), differences));
        } else if (!same(old, now)) {
            differences.put(path.substring(1), now.isValueNode() ? now.asText() : now.toString());
        }
    }

    private static boolean same(JsonNode old, JsonNode now) {
        return old.isNumber() && now.isNumber() ? old.asDouble() == now.asDouble() : old.equals(now);
    }

    private static JsonNode tree(TrainingSettings settings) {
        return YAML.valueToTree(settings);
    }

    private static ObjectNode tree(String preset, int depth) throws IOException {
        if (depth > MOST_BASES) {
            throw new IllegalArgumentException(preset + ": more than " + MOST_BASES + " presets build on each other");
        }
        ObjectNode own = parse(preset, text(preset));
        if (preset.equals(DEFAULT)) {
            return own;
        }
        JsonNode base = own.remove(BASE);
        ObjectNode tree = tree(base == null ? DEFAULT : base.asText(), depth + 1);
        merge(tree, own, preset, "");
        return tree;
    }

    private static String text(String preset) throws IOException {
        try (InputStream shipped = Presets.class.getResourceAsStream(SHIPPED.formatted(preset))) {
            if (shipped != null) {
                return new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        Path file = Path.of(preset);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "there is no preset and no file %s; presets: %s".formatted(preset, String.join(", ", names())));
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(preset + " is too large for settings");
        }
        return Files.readString(file);
    }

    /// The shipped presets.
    public static Iterable<String> names() throws IOException {
        try (InputStream list = Presets.class.getResourceAsStream(SHIPPED.formatted("index"))) {
            if (list == null) {
                throw new IllegalStateException("the list of presets is part of the jar");
            }
            return Arrays.asList(YAML.readValue(list, String[].class));
        }
    }

    private static ObjectNode parse(String preset, String text) {
        try {
            JsonNode tree = YAML.readTree(text);
            if (tree.isMissingNode() || tree.isNull()) {
                return YAML.createObjectNode();
            }
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException(preset + " must name settings, as in: schedule: {epochs: 20}");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s line %d is no YAML: %s"
                    .formatted(preset, e.getLocation().getLineNr(), firstLine(e.getOriginalMessage())));
        }
    }

    private static ObjectNode single(String path, String value) {
        JsonNode node = parse(path, "value: " + value).path("value");
        String[] names = path.split("\\.");
        for (int i = names.length - 1; i >= 0; i--) {
            node = YAML.createObjectNode().set(names[i], node);
        }
        return (ObjectNode) node;
    }

    private static void merge(ObjectNode onto, ObjectNode own, String source, String prefix) {
        own.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode old = onto.get(name);
            if (old == null) {
                throw new IllegalArgumentException("%s: there is no setting %s; there are %s"
                        .formatted(source, prefix + name, String.join(", ", names(onto, prefix))));
            }
            if (old instanceof ObjectNode group) {
                if (!(field.getValue() instanceof ObjectNode more)) {
                    throw new IllegalArgumentException("%s: %s is a group of settings: %s"
                            .formatted(source, prefix + name, String.join(", ", names(group, prefix + name + "."))));
                }
                merge(group, more, source, prefix + name + ".");
            } else {
                onto.set(name, number(field.getValue()));
            }
        });
    }

    /// YAML 1.1 takes 1e-3 for a text.
    private static JsonNode number(JsonNode node) {
        return node.isTextual() && SCIENTIFIC.matcher(node.asText()).matches()
                ? YAML.getNodeFactory().numberNode(Double.parseDouble(node.asText()))
                : node;
    }

    private static Iterable<String> names(ObjectNode group, String prefix) {
        return group.properties().stream().map(field -> prefix + field.getKey()).toList();
    }

    private static TrainingSettings settings(ObjectNode tree, String source) {
        try {
            return YAML.treeToValue(tree, TrainingSettings.class);
        } catch (ValueInstantiationException e) {
            String path = path(e);
            String why = e.getCause() == null
                    ? firstLine(e.getOriginalMessage())
                    : e.getCause().getMessage();
            throw new IllegalArgumentException("%s: %s%s".formatted(source, path.isEmpty() ? "" : path + ".", why));
        } catch (MismatchedInputException e) {
            throw new IllegalArgumentException("%s: %s cannot be %s, must be %s"
                    .formatted(source, path(e), value(tree, e), kind(e.getTargetType())));
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(
                    "%s: %s: %s".formatted(source, path(e), firstLine(e.getOriginalMessage())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always syntactically right", e);
        }
    }

    private static String value(JsonNode tree, JsonMappingException e) {
        JsonNode node = tree;
        for (JsonMappingException.Reference reference : e.getPath()) {
            node = reference.getFieldName() == null
                    ? node.path(reference.getIndex())
                    : node.path(reference.getFieldName());
        }
        return node.isMissingNode() ? "missing" : node.asText(node.toString());
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        return type == int.class || type == long.class ? "a whole number" : "a " + type.getSimpleName();
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(reference ->
                        reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : reference.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
