package io.pleura.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pleura.ingest.EligibilityView.ReasonCount;
import io.pleura.ingest.EligibilityView.RuleCount;
import io.pleura.ingest.check.Decision;
import io.pleura.ingest.check.EligibilityRules;
import io.pleura.ingest.check.RulesFile;
import io.pleura.schemas.ReasonCode;
import io.pleura.schemas.SeriesUid;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.StudyUid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EligibilityViewTest {

    private final IngestMetrics metrics = new IngestMetrics(new SimpleMeterRegistry(), EligibilityRules.names());

    @Test
    void countsWhatEachRuleDecided() throws IOException {
        metrics.decided(eligible("view-position", "age"));
        metrics.decided(eligible("age"));
        metrics.decided(new Decision.Refused(ReasonCode.NOT_CHEST, "", Optional.of("body-part")));
        metrics.decided(new Decision.Refused(ReasonCode.MULTI_FRAME, ""));
        metrics.refused(ReasonCode.NOT_CHEST);
        metrics.refused(ReasonCode.TOO_BUSY);

        EligibilityView view = EligibilityView.of(RulesFile.shipped(), metrics);

        assertThat(view.eligible()).isEqualTo(2);
        assertThat(view.byRule()).extracting(RuleCount::rule).containsExactlyElementsOf(EligibilityRules.names());
        assertThat(view.byRule())
                .contains(
                        new RuleCount("view-position", 0, 1),
                        new RuleCount("age", 0, 2),
                        new RuleCount("body-part", 1, 0),
                        new RuleCount("modality", 0, 0));
        assertThat(view.refused())
                .contains(new ReasonCount(
                        ReasonCode.NOT_CHEST, ReasonCode.NOT_CHEST.meaning(), ReasonCode.NOT_CHEST.remedy(), 1))
                .extracting(ReasonCount::reason)
                .contains(ReasonCode.MULTI_FRAME)
                .doesNotContain(ReasonCode.TOO_BUSY);
    }

    @Test
    void whatASiteWroteIsTextOnThePageAndNoMarkup(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("site.yaml"), "name: site\nbody-part: {accept: [CHEST, '<script>&']}\n");

        String page = EligibilityView.of(RulesFile.ofSite(file), metrics).html();

        assertThat(page).contains("&lt;SCRIPT&gt;&amp;").doesNotContain("<SCRIPT>");
    }

    private static Decision eligible(String... unstated) {
        return new Decision.Eligible(
                new StudyUid("1.2.3"),
                new SeriesUid("1.2.3.4"),
                new SopInstanceUid("1.2.3.4.5"),
                "1.2.840.10008.5.1.4.1.1.1",
                "1.2.840.10008.1.2.1",
                "CR",
                Optional.empty(),
                2500,
                2048,
                List.of(unstated));
    }
}
