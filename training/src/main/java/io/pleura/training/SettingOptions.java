package io.pleura.training;

import io.pleura.training.data.DataSets;
import io.pleura.training.learning.Presets;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// Settings on the command line: a preset, and what differs from it. The common settings have an option of their own,
/// `--set` reaches every one.
final class SettingOptions {

    private static final Pattern SHARE = Pattern.compile("(.+)@([0-9.]+)");

    private final Map<String, String> given = new LinkedHashMap<>();

    @Option(
            names = "--preset",
            defaultValue = Presets.DEFAULT,
            description = "default, quick, paper, shipped, ablation-..., or a file of that form (${DEFAULT-VALUE})")
    private String preset = Presets.DEFAULT;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "any setting, such as loss.diceShare=0")
    void set(Map<String, String> values) {
        given.putAll(values);
    }

    @Option(names = "--head", description = "clasegnet, or classification: the paper's baseline")
    void head(String value) {
        given.put("design.head", value);
    }

    @Option(names = "--backbone", description = "residual, separable or unshuffled")
    void backbone(String value) {
        given.put("design.backbone", value);
    }

    @Option(names = "--width", description = "channels of the first stage")
    void width(String value) {
        given.put("design.width", value);
    }

    @Option(names = "--blocks", description = "segmentation blocks, 0..3")
    void blocks(String value) {
        given.put("design.segmentationBlocks", value);
    }

    @Option(names = "--size", description = "edge of the input in pixels")
    void size(String value) {
        given.put("inputSize", value);
    }

    @Option(names = "--minimum-area", description = "part of the image that makes it positive")
    void minimumArea(String value) {
        given.put("minimumArea", value);
    }

    @Option(names = "--seed", description = "decides phantoms, weights, order and augmentation")
    void seed(String value) {
        given.put("seed", value);
    }

    @Option(names = "--from", description = "run folder whose weights to start from (fine-tuning)")
    void from(String value) {
        given.put("from", quoted(value));
    }

    @Option(
            names = "--data",
            paramLabel = "SOURCE[@SHARE]",
            description = "what to train on, once or more: " + DataSets.NAMES + "; @0.3: its share of each batch")
    void data(List<String> sources) {
        given.put("data", sources.stream().map(SettingOptions::source).collect(Collectors.joining(", ", "[", "]")));
    }

    private static String source(String source) {
        Matcher share = SHARE.matcher(source);
        return share.matches()
                ? "{source: %s, share: %s}".formatted(quoted(share.group(1)), share.group(2))
                : "{source: %s, share: null}".formatted(quoted(source));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Option(names = "--training", description = "training phantoms")
    void training(String value) {
        given.put("phantoms.training", value);
    }

    @Option(names = "--validation", description = "validation phantoms")
    void validation(String value) {
        given.put("phantoms.validation", value);
    }

    @Option(names = "--test", description = "held-back phantoms")
    void test(String value) {
        given.put("phantoms.test", value);
    }

    @Option(names = "--epochs", description = "passes over the training images")
    void epochs(String value) {
        given.put("schedule.epochs", value);
    }

    @Option(names = "--batch", description = "images a step")
    void batch(String value) {
        given.put("schedule.batchSize", value);
    }

    @Option(names = "--learning-rate", description = "highest, after warm-up")
    void learningRate(String value) {
        given.put("schedule.learningRate", value);
    }

    @Option(names = "--weight-decay", description = "of AdamW")
    void weightDecay(String value) {
        given.put("schedule.weightDecay", value);
    }

    @Option(names = "--threads", description = "of libtorch")
    void threads(String value) {
        given.put("machine.threads", value);
    }

    @Option(names = "--device", description = "cpu or cuda")
    void device(String value) {
        given.put("machine.device", value);
    }

    @Option(names = "--arithmetic", description = "fp32, or bf16: faster where the processor multiplies it")
    void arithmetic(String value) {
        given.put("machine.arithmetic", value);
    }

    boolean any() {
        return !given.isEmpty() || !preset.equals(Presets.DEFAULT);
    }

    /// What the options say, with what the weights of `--from` have seen.
    TrainingSettings settings() throws IOException {
        return settings(given);
    }

    /// The same from the weights of another run and with another seed.
    TrainingSettings settings(Path from, long seed) throws IOException {
        Map<String, String> changed = new LinkedHashMap<>(given);
        changed.put("from", quoted(from.toString()));
        changed.put("seed", String.valueOf(seed));
        return settings(changed);
    }

    private TrainingSettings settings(Map<String, String> values) throws IOException {
        TrainingSettings settings = Presets.load(preset, values);
        if (settings.from() == null) {
            return settings;
        }
        RunFolder other = new RunFolder(Path.of(settings.from()));
        TrainingSettings theirs = other.settings();
        if (!theirs.design().equals(settings.design())) {
            throw new IllegalArgumentException("%s holds weights of another design: %s, wanted is %s"
                    .formatted(other.folder(), theirs.design(), settings.design()));
        }
        return settings.havingSeen(theirs.seen());
    }
}
