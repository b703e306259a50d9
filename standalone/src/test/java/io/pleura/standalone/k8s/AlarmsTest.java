package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRuleSpec;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.pleura.schemas.ReasonCode;
import io.pleura.standalone.ProjectTree;
import io.pleura.standalone.k8s.ServiceClasses.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The alarms watch metrics that the services keep; over a name that nobody writes they would never go off.
class AlarmsTest {

    private static final Pattern SELECTOR =
            Pattern.compile("(?<name>pleura_[a-z_]+)(\\{(reason=~?\"(?<reasons>[^\"]+)\")?[^}]*})?");

    @Test
    void everyAlarmSaysWhatIsWrongAndHowBadItIs() throws Exception {
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.getAnnotations()).containsOnlyKeys("summary", "description");
            assertThat(rule.getLabels().get("severity")).isIn("critical", "warning");
        });
        assertThat(rules()).extracting(Rule::getAlert).doesNotHaveDuplicates();
    }

    @Test
    void everyMetricIsKeptByItsService() throws Exception {
        for (Rule rule : rules()) {
            for (Metric metric : ServiceClasses.metrics(rule.getExpr().getStrVal())) {
                assertThat(metric.isKept())
                        .as("%s of %s", metric, rule.getAlert())
                        .isTrue();
            }
        }
    }

    /// A rejection is no score: a worker that rejects everything, as with another blob store, is not at work.
    @Test
    void onlyAScoreKeepsTheAlarmThatNothingIsScoredSilent() throws Exception {
        String unless = rule("PleuraNothingIsScored").split("unless")[1];

        assertThat(SELECTOR.matcher(unless).results().map(MatchResult::group))
                .containsExactly("pleura_inference_radiographs_total{outcome=~\"positive|negative\"}");
        assertThat(new Metric("inference", "positive").isKept()).isTrue();
        assertThat(new Metric("inference", "negative").isKept()).isTrue();
    }

    /// Whatever inference rejects was acknowledged to its sender.
    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void aRadiographThatInferenceRejectsRaisesAnAlarm(ReasonCode reason) throws Exception {
        assertThat(SELECTOR.matcher(rule("PleuraRadiographGivenUp")).results())
                .isNotEmpty()
                .allSatisfy(selector -> {
                    assertThat(selector.group("name")).isEqualTo("pleura_inference_rejections_total");
                    String reasons = selector.group("reasons");
                    assertThat(reasons == null || reason.name().matches(reasons))
                            .isTrue();
                });
    }

    @Test
    void everyConsumerGroupIsOneOfTheServices() throws Exception {
        for (Rule rule : rules()) {
            for (String group : ServiceClasses.consumerGroups(rule.getExpr().getStrVal())) {
                String service = group.contains("inference") ? "inference" : "alerting";
                assertThat(ServiceClasses.contain(service, group))
                        .as("%s of %s", group, rule.getAlert())
                        .isTrue();
            }
        }
    }

    @Test
    void inventedMetricsAreFound() throws IOException {
        assertThat(new Metric("ingest", "pleura.ingest.publisht").isKept()).isFalse();
    }

    private static String rule(String alarm) throws IOException {
        return rules().stream()
                .filter(rule -> rule.getAlert().equals(alarm))
                .map(rule -> rule.getExpr().getStrVal())
                .findFirst()
                .orElseThrow();
    }

    static List<Rule> rules() throws IOException {
        return alarms().getGroups().stream()
                .flatMap(group -> group.getRules().stream())
                .toList();
    }

    static PrometheusRuleSpec alarms() throws IOException {
        String yaml = Files.readString(ProjectTree.root().resolve("k8s/base/alarms.yaml"));
        return ((PrometheusRule) Manifests.parse(yaml).getFirst()).getSpec();
    }
}
