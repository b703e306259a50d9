package io.pleura.ingest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.Priority;
import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.Tags;
import io.pleura.ingest.check.PriorityRule.LooksAt;
import io.pleura.ingest.check.PriorityRules.Prioritised;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorityRulesTest {

    private final PriorityRules rules = new PriorityRules(List.of(
            new PriorityRule("header", LooksAt.REQUEST_HEADER, Set.of("STAT")),
            new PriorityRule("emergency-room", LooksAt.CALLING_AE_TITLE, Set.of("ER_DX", "ER_CR")),
            new PriorityRule("request", LooksAt.REQUESTED_PROCEDURE_PRIORITY, Set.of("STAT", "HIGH")),
            new PriorityRule("study", LooksAt.STUDY_PRIORITY_ID, Set.of("HIGH"))));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # header | caller | request | study | priority | rule
            ''       | ''     | ''      | ''    | ROUTINE  | default
            STAT     | ''     | ''      | ''    | STAT     | header
            stat     | ''     | ''      | ''    | STAT     | header
            ROUTINE  | ''     | ''      | ''    | ROUTINE  | default
            ''       | ER_DX  | ''      | ''    | STAT     | emergency-room
            ''       | WARD   | ''      | ''    | ROUTINE  | default
            ''       | ''     | STAT    | ''    | STAT     | request
            ''       | ''     | High    | ''    | STAT     | request
            ''       | ''     | LOW     | ''    | ROUTINE  | default
            ''       | ''     | ''      | HIGH  | STAT     | study
            ''       | ''     | ''      | MED   | ROUTINE  | default
            # the first that matches names the rule, and nothing that follows lowers it
            STAT     | ER_DX  | LOW     | LOW   | STAT     | header
            ROUTINE  | ER_DX  | LOW     | LOW   | STAT     | emergency-room
            """)
    void theFirstRuleThatMatchesMakesItStat(
            String header, String caller, String request, String study, Priority priority, String rule) {
        ObjectHeader object = ObjectHeaders.header(radiograph ->
                radiograph.string(Tags.REQUESTED_PROCEDURE_PRIORITY, request).string(Tags.STUDY_PRIORITY_ID, study));

        assertThat(rules.prioritise(object, caller, header)).isEqualTo(new Prioritised(priority, rule));
    }

    @Test
    void findsThePriorityInRequestAttributes() {
        DataSet request = DataSet.builder()
                .string(Tags.REQUESTED_PROCEDURE_PRIORITY, "STAT")
                .build();
        ObjectHeader object = ObjectHeaders.header(
                radiograph -> radiograph.items(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(request)));

        assertThat(rules.prioritise(object, "", "")).isEqualTo(new Prioritised(Priority.STAT, "request"));
    }

    @Test
    void anEmptyValueMatchesNoRule() {
        assertThat(rules.prioritise(ObjectHeaders.header(same -> same), " ", ""))
                .isEqualTo(new Prioritised(Priority.ROUTINE, "default"));
    }
}
