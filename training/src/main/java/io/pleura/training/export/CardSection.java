package io.pleura.training.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a model card must say, and where: the one list that {@link ModelCard} writes by and {@link PublicationGate}
/// checks.
enum CardSection {
    INTENDED_USE(
            "Intended use", "[Nn]ot fit for patients|[Nn]ot for diagnostic use", "what the model is for and not for"),
    DATA(
            "Data",
            "(?s)(?=.*[0-9].*)(?=.*training)(?=.*validation)(?=.*test)",
            "the data and how many images of each set"),
    NETWORK("Network", "(?s)Zhao.*These are ours", "the network: what is the paper's and what is ours"),
    TRAINING("Training", "(?s)seed.*Versions", "how it was trained: seed and versions"),
    RESULTS("Results on held-back images", "[0-9.]+ \\([0-9.]+ to [0-9.]+\\)", "figures with intervals"),
    FILES("Files", "[0-9a-f]{64}", "the hashes of the model's files"),
    LIMITS("Limits", "prevalence", "what it cannot do"),
    PATENTS("Patents", "US[0-9]+B[12]", "the patents on the method"),
    LICENCE("Licence", "Apache License", "the licence"),
    COMMAND("The command that makes it", "\\./pleura train ", "the command that makes it");

    private static final int FIRST_LINES = 5;

    private final String title;
    private final Pattern content;
    private final String meaning;

    CardSection(String title, String content, String meaning) {
        this.title = title;
        this.content = Pattern.compile(content);
        this.meaning = meaning;
    }

    String heading() {
        return "## " + title;
    }

    /// One line for each thing that the card lacks.
    ///
    /// @param warning of the description: what it was trained on and what it is not
    static List<String> lacking(String card, String warning) {
        List<String> lacking = new ArrayList<>();
        String first = card.lines().limit(FIRST_LINES).reduce("", (text, line) -> text + line + "\n");
        if (!first.contains(warning)) {
            lacking.add("the card does not begin with what the model is: \"" + warning + "\"");
        }
        Arrays.stream(values())
                .filter(section -> !section.isIn(card))
                .map(section -> "the card's section \"%s\" does not say %s".formatted(section.title, section.meaning))
                .forEach(lacking::add);
        return lacking;
    }

    private boolean isIn(String card) {
        Matcher section = Pattern.compile("(?ms)^" + Pattern.quote(heading()) + "$(.*?)(?=^## |\\z)")
                .matcher(card);
        return section.find() && content.matcher(section.group(1)).find();
    }
}
