package io.pleura.ingest.check;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {

    private final EligibilityRules shipped;

    private final Path folder;

    RulesFileTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        shipped = RulesFile.shipped();
    }

    @Test
    void theShippedRulesAreThese() {
        assertThat(shipped.text()).isEqualTo("""
                name: pleura-1
                sop-class:
                  accept: ["1.2.840.10008.5.1.4.1.1.1", "1.2.840.10008.5.1.4.1.1.1.1", "1.2.840.10008.5.1.4.1.1.1.1.1", \
                "1.2.840.10008.5.1.4.1.1.7"]
                  refuse: []
                  other: refuse
                  missing: refuse
                modality:
                  accept: ["CR", "DX"]
                  refuse: []
                  other: refuse
                  missing: refuse
                presentation-intent:
                  accept: ["FOR PRESENTATION"]
                  refuse: ["FOR PROCESSING"]
                  other: accept
                  missing: accept
                view-position:
                  accept: ["AP", "PA", "FRONTAL"]
                  refuse: []
                  other: refuse
                  missing: accept
                view-code:
                  accept: ["ANTERO-POSTERIOR", "POSTERO-ANTERIOR", "FRONTAL"]
                  refuse: ["LATERAL", "OBLIQUE", "SAGITTAL", "AXIAL", "TANGENTIAL", "DECUBITUS", "LORDOTIC"]
                  other: accept
                  missing: accept
                patient-orientation:
                  accept: ["L", "R"]
                  refuse: ["A", "P"]
                  other: accept
                  missing: accept
                body-part:
                  accept: ["CHEST", "THORA", "LUNG", "TORAX", "TORACE", "PULM"]
                  refuse: ["SPINE"]
                  other: refuse
                  missing: accept
                anatomic-region:
                  accept: ["CHEST", "THORAX", "LUNG"]
                  refuse: ["HEAD", "SKULL", "FACIAL", "NASAL", "ORBIT", "EYE", "JAW", "MANDIB", "MAXILLA", "MASTOID", \
                "ZYGOMA", "NECK", "SPINE", "SACR", "COCCYX", "SHOULDER", "ARM", "HUMERUS", "ELBOW", "WRIST", "HAND", \
                "FINGER", "THUMB", "BREAST", "ABDOMEN", "STOMACH", "COLON", "PELVIS", "HIP", "ILIUM", "LEG", "THIGH", \
                "FEMUR", "KNEE", "PATELLA", "FIBULA", "ANKLE", "FOOT", "CALCANEUS", "TARSAL", "TOE", "LIMB", "EXTREMIT"]
                  other: accept
                  missing: accept
                age:
                  minimum: 18Y
                  maximum: 150Y
                  missing: accept
                image-side:
                  minimum: 256
                  maximum: 10000
                """);
    }

    @Test
    void theTextOfRulesReadsAsThoseRules() {
        EligibilityRules again = RulesFile.read("again", shipped.text(), Optional.empty());

        assertThat(again.text()).isEqualTo(shipped.text());
        assertThat(again.hash()).isEqualTo(shipped.hash());
    }

    @Test
    void aSiteChangesSingleKeysAndTheRestStays() throws IOException {
        EligibilityRules site = ofSite("""
                name: st-elsewhere-2026-11
                body-part:
                  missing: refuse
                modality:
                  accept: [cr, DX, Rg]   # lists replace those shipped
                age: {minimum: 16Y, maximum: 99Y}
                """);

        assertThat(site.name()).isEqualTo("st-elsewhere-2026-11");
        assertThat(site.rule(CodeAttribute.BODY_PART))
                .isEqualTo(new CodeRule(
                        List.of("CHEST", "THORA", "LUNG", "TORAX", "TORACE", "PULM"),
                        List.of("SPINE"),
                        Verdict.REFUSE,
                        Verdict.REFUSE));
        assertThat(site.rule(CodeAttribute.MODALITY).accept()).containsExactly("CR", "DX", "RG");
        assertThat(site.age()).isEqualTo(new AgeRule(new Age(16, 'Y'), new Age(99, 'Y'), Verdict.ACCEPT));
        assertThat(site.rule(CodeAttribute.VIEW_POSITION)).isEqualTo(shipped.rule(CodeAttribute.VIEW_POSITION));
        assertThat(site.side()).isEqualTo(shipped.side());
    }

    @Test
    void commentsDoNotChangeTheHashAndRulesDo() throws IOException {
        String hash = ofSite("name: a\nage:\n  minimum: 16Y\n").hash().value();

        assertThat(ofSite("# why\nname: a\nage: {minimum: 016Y}\n").hash().value())
                .isEqualTo(hash);
        assertThat(ofSite("name: a\nage:\n  minimum: 17Y\n").hash().value()).isNotEqualTo(hash);
        assertThat(ofSite("name: b\nage:\n  minimum: 16Y\n").hash().value()).isNotEqualTo(hash);
    }

    /// `/` begins a new line.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            name: a/bodypart: {missing: refuse}    | :2: bodypart: is no key of a rules file; write one of name, sop-class,
            name: a/age:/  minimun: 16Y            | :3: age.minimun: is no key of this rule; write one of minimum, maximum, missing
            name: a/age:/  minimum: sixteen        | :3: age.minimum: says sixteen; write days, weeks, months or years such as 28D
            name: a/age: {minimum: 90Y, maximum: 9Y} | :2: age: has a minimum above its maximum; swap them
            name: a/age: 16Y                       | :2: age: is no list of keys with values; write key: value lines
            name: a/modality:/  missing: perhaps   | :3: modality.missing: says perhaps; write accept or refuse
            name: a/modality:/  missing: [accept]  | :3: modality.missing: says nothing that can be read; write accept or refuse
            name: a/modality:/  accept: CR         | :3: modality.accept: is no list of values; write one such as [CR, DX]
            name: a/modality:/  accept: []         | :2: modality: lets no value pass; list some under accept
            name: a/modality:/  accept: [CR, cr]   | :3: modality.accept: has CR twice; leave one of them
            name: a/modality:/  accept: [CR, '']   | :3: modality.accept: has a value that is empty
            name: a/modality:/  refuse: [DX]       | :2: modality: both accepts and refuses DX; leave it in one of the lists
            name: a/sop-class:/  accept: [1.2.3]   | :2: sop-class: accepts 1.2.3, which holds no radiograph that can be read
            name: a/sop-class:/  other: accept     | :2: sop-class: cannot accept what it does not list
            name: a/image-side:/  maximum: 10 km   | :3: image-side.maximum: says 10 km; write a number of pixels from 1 to 65535
            name: a/image-side:/  minimum: 0       | :3: image-side.minimum: says 0; write a number of pixels
            name: a/image-side:/  maximum: 9       | :2: image-side: has a minimum above its maximum
            name: a/name: b                        | :2: name: stands there twice
            name: pleura-1                         | :1: name: is the shipped rules' name; write one of your own
            age: {minimum: 1Y}                     | : name: is missing or no name; write up to 64 letters
            name: Anna's rules                     | :1: name: is missing or no name
            name: a/age: {minimum: 1Y              | :2: no YAML
            [a, b]                                 | :1: the file is no list of keys with values
            # nothing                              | : is empty; name the rules
            """)
    void saysWhereTheMistakeIsAndWhatToWriteInstead(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ofSite(text.replace('/', '\n')))
                .withMessageContaining("site.yaml" + message);
    }

    @Test
    void saysAllMistakesAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ofSite("nam: a\nage:\n  missing: maybe\nview: {}\n"))
                .extracting(Throwable::getMessage, as(STRING))
                .hasLineCount(4);
    }

    @Test
    void aFileThatIsNotThereOrTooLongIsNamed() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RulesFile.ofSite(folder.resolve("away.yaml")))
                .withMessageContaining("away.yaml: there is no such file");
        Path tooLong = Files.write(folder.resolve("long.yaml"), new byte[RulesFile.MAX_BYTES + 1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RulesFile.ofSite(tooLong))
                .withMessageContaining("long.yaml: more than 65536 bytes");
        Path latin1 = Files.write(folder.resolve("latin1.yaml"), new byte[] {'#', (byte) 0xe9, '\n'});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RulesFile.ofSite(latin1))
                .withMessageContaining("latin1.yaml: not UTF-8");
    }

    /// Rules without a base state everything: that nothing is decided by silence holds for the shipped file.
    @Test
    void theShippedRulesMustStateEveryKey() {
        String without = shipped.text().replaceFirst("  missing: accept\n", "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RulesFile.read("rules.yaml", without, Optional.empty()))
                .withMessageContaining("presentation-intent.missing: is missing; write accept or refuse");
    }

    private EligibilityRules ofSite(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("site.yaml"), text);
        return RulesFile.ofSite(file);
    }
}
