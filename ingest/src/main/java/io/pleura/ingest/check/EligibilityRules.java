package io.pleura.ingest.check;

import io.pleura.schemas.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a site lets in: the shipped rules with the site's own on top, as a [RulesFile] gives them.
public final class EligibilityRules {

    private final String name;
    private final Map<CodeAttribute, CodeRule> codes;
    private final AgeRule age;
    private final SideRule side;

    /// @param codes a rule for each attribute
    EligibilityRules(String name, Map<CodeAttribute, CodeRule> codes, AgeRule age, SideRule side) {
        this.name = name;
        this.codes = Collections.unmodifiableMap(new EnumMap<>(codes));
        this.age = age;
        this.side = side;
    }

    /// What who wrote the rules calls them.
    public String name() {
        return name;
    }

    CodeRule rule(CodeAttribute attribute) {
        return Objects.requireNonNull(codes.get(attribute));
    }

    AgeRule age() {
        return age;
    }

    SideRule side() {
        return side;
    }

    /// The rules' names, in the order in which they are asked.
    public static List<String> names() {
        return Stream.concat(
                        Arrays.stream(CodeAttribute.values()).map(CodeAttribute::rule),
                        Stream.of(AgeRule.NAME, SideRule.NAME))
                .toList();
    }

    /// Names these rules and no others, whatever file they came from: the hash of [#text].
    public ContentHash hash() {
        return ContentHash.of(text().getBytes(StandardCharsets.UTF_8));
    }

    /// All rules in force, as a rules file of its own.
    public String text() {
        StringBuilder text = new StringBuilder("name: " + name + "\n");
        codes.forEach((attribute, rule) -> text.append("""
                %s:
                  accept: %s
                  refuse: %s
                  other: %s
                  missing: %s
                """.formatted(
                        attribute.rule(),
                        list(rule.accept()),
                        list(rule.refuse()),
                        rule.other().word(),
                        rule.missing().word())));
        text.append("%s:\n  minimum: %s\n  maximum: %s\n  missing: %s\n"
                .formatted(
                        AgeRule.NAME,
                        age.minimum(),
                        age.maximum(),
                        age.missing().word()));
        text.append("%s:\n  minimum: %d\n  maximum: %d\n".formatted(SideRule.NAME, side.minimum(), side.maximum()));
        return text.toString();
    }

    private static String list(List<String> values) {
        return values.stream().map(value -> '"' + value + '"').collect(Collectors.joining(", ", "[", "]"));
    }
}
