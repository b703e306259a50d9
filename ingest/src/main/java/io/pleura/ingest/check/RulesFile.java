package io.pleura.ingest.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads eligibility rules: the shipped ones, `eligibility/rules.yaml`, and a site's file that changes single keys of
/// them. Whatever is wrong with a file is said at once, each with its line and what to write instead.
public final class RulesFile {

    static final String SHIPPED = "/eligibility/rules.yaml";

    /// A rules file has a few dozen lines.
    static final int MAX_BYTES = 64 << 10;

    private static final String NAME = "name";

    private final RulesNodes nodes;
    private final Optional<EligibilityRules> base;

    private RulesFile(RulesNodes nodes, Optional<EligibilityRules> base) {
        this.nodes = nodes;
        this.base = base;
    }

    /// The rules that hold where a site says nothing.
    public static EligibilityRules shipped() throws IOException {
        try (InputStream in = Objects.requireNonNull(RulesFile.class.getResourceAsStream(SHIPPED))) {
            return read(SHIPPED.substring(1), new String(in.readAllBytes(), StandardCharsets.UTF_8), Optional.empty());
        }
    }

    /// The shipped rules with a site's file on top.
    ///
    /// @throws IllegalArgumentException when it cannot be read or is no rules file, with a message for who wrote it
    public static EligibilityRules ofSite(Path file) throws IOException {
        return read(file.toString(), text(file), Optional.of(shipped()));
    }

    /// @param source how messages call the text
    /// @param base what holds for keys that are not there; without it, every key must be
    static EligibilityRules read(String source, String text, Optional<EligibilityRules> base) {
        RulesNodes nodes = RulesNodes.parse(source, text);
        EligibilityRules rules = new RulesFile(nodes, base).rules();
        nodes.throwProblems();
        return rules;
    }

    private static String text(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(
                        file + ": more than " + MAX_BYTES + " bytes; no rules file is so long");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    file + ": there is no such file; name one, or unset pleura.ingest.eligibility-file", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": not UTF-8; save it as UTF-8", e);
        }
    }

    private EligibilityRules rules() {
        nodes.allow(
                "",
                Stream.concat(Stream.of(NAME), EligibilityRules.names().stream())
                        .toList());
        Map<CodeAttribute, CodeRule> codes = new EnumMap<>(CodeAttribute.class);
        for (CodeAttribute attribute : CodeAttribute.values()) {
            codes.put(attribute, codeRule(attribute));
        }
        return new EligibilityRules(name(), codes, ageRule(), sideRule());
    }

    /// Each file names its rules, so that two sites' are never taken for one another.
    private String name() {
        String name = nodes.name(NAME);
        if (base.map(EligibilityRules::name).filter(name::equals).isPresent()) {
            nodes.problem(NAME, "is the shipped rules' name; write one of your own, such as st-elsewhere-2026-11");
        }
        return name;
    }

    private CodeRule codeRule(CodeAttribute attribute) {
        String rule = attribute.rule();
        nodes.allow(rule, List.of("accept", "refuse", "other", "missing"));
        Optional<CodeRule> below = base.map(rules -> rules.rule(attribute));
        CodeRule found = new CodeRule(
                nodes.list(rule, "accept", below.map(CodeRule::accept)),
                nodes.list(rule, "refuse", below.map(CodeRule::refuse)),
                nodes.verdict(rule, "other", below.map(CodeRule::other)),
                nodes.verdict(rule, "missing", below.map(CodeRule::missing)));
        found.accept().stream()
                .filter(found.refuse()::contains)
                .forEach(value ->
                        nodes.problem(rule, "both accepts and refuses " + value + "; leave it in one of the lists"));
        if (found.accept().isEmpty() && found.other() == Verdict.REFUSE) {
            nodes.problem(rule, "lets no value pass; list some under accept, or write other: accept");
        }
        if (attribute == CodeAttribute.SOP_CLASS) {
            onlyReadable(rule, found);
        }
        return found;
    }

    /// No rule can make readable what is not.
    private void onlyReadable(String rule, CodeRule found) {
        found.accept().stream()
                .filter(uid -> !Eligibility.RADIOGRAPH_SOP_CLASSES.contains(uid))
                .forEach(uid -> nodes.problem(
                        rule,
                        "accepts " + uid + ", which holds no radiograph that can be read; write any of "
                                + Eligibility.RADIOGRAPH_SOP_CLASSES.stream()
                                        .sorted()
                                        .toList()));
        if (found.other() == Verdict.ACCEPT || found.missing() == Verdict.ACCEPT) {
            nodes.problem(rule, "cannot accept what it does not list; write other: refuse and missing: refuse");
        }
    }

    private AgeRule ageRule() {
        nodes.allow(AgeRule.NAME, List.of("minimum", "maximum", "missing"));
        Optional<AgeRule> below = base.map(EligibilityRules::age);
        AgeRule found = new AgeRule(
                nodes.age(AgeRule.NAME, "minimum", below.map(AgeRule::minimum)),
                nodes.age(AgeRule.NAME, "maximum", below.map(AgeRule::maximum)),
                nodes.verdict(AgeRule.NAME, "missing", below.map(AgeRule::missing)));
        if (found.minimum().compareTo(found.maximum()) > 0) {
            nodes.problem(AgeRule.NAME, "has a minimum above its maximum; swap them");
        }
        return found;
    }

    private SideRule sideRule() {
        nodes.allow(SideRule.NAME, List.of("minimum", "maximum"));
        Optional<SideRule> below = base.map(EligibilityRules::side);
        SideRule found = new SideRule(
                nodes.side(SideRule.NAME, "minimum", below.map(SideRule::minimum)),
                nodes.side(SideRule.NAME, "maximum", below.map(SideRule::maximum)));
        if (found.minimum() > found.maximum()) {
            nodes.problem(SideRule.NAME, "has a minimum above its maximum; swap them");
        }
        return found;
    }
}
