package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.pleura.schemas.ReasonCode;
import io.pleura.standalone.ProjectTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The alarms watch metrics that the services keep; over a name that nobody writes they would never go off.
class AlarmsTest {

    /// `pleura_ingest_published_total` in Prometheus is `pleura.ingest.published` in the service.
    private static final Pattern METRIC =
            Pattern.compile("pleura_(?<service>[a-z]+)_[a-z_]+?(?=(_seconds)?(_bucket|_count|_sum|_total)?\\b)");

    private static final Pattern GROUP = Pattern.compile("consumergroup=~?\"(?<group>[^\"(]+)");

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
            for (var metric :
                    METRIC.matcher(rule.getExpr().getStrVal()).results().toList()) {
                assertThat(isNamedIn(metric.group("service"), metric.group().replace('_', '.')))
                        .as("%s of %s", metric.group(), rule.getAlert())
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
        assertThat(isNamedIn("inference", "positive")).isTrue();
        assertThat(isNamedIn("inference", "negative")).isTrue();
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
            for (var group : GROUP.matcher(rule.getExpr().getStrVal()).results().toList()) {
                String service = group.group("group").contains("inference") ? "inference" : "alerting";
                assertThat(isInConstants(service, group.group("group")))
                        .as("%s of %s", group.group("group"), rule.getAlert())
                        .isTrue();
            }
        }
    }

    @Test
    void inventedMetricsAreFound() throws IOException {
        assertThat(isNamedIn("ingest", "pleura.ingest.publisht")).isFalse();
    }

    private static String rule(String alarm) throws IOException {
        return rules().stream()
                .filter(rule -> rule.getAlert().equals(alarm))
                .map(rule -> rule.getExpr().getStrVal())
                .findFirst()
                .orElseThrow();
    }

    private static List<Rule> rules() throws IOException {
        String yaml = Files.readString(ProjectTree.root().resolve("k8s/base/alarms.yaml"));
        PrometheusRule alarms = (PrometheusRule) Manifests.parse(yaml).getFirst();
        return alarms.getSpec().getGroups().stream()
                .flatMap(group -> group.getRules().stream())
                .toList();
    }

    /// Whether a text constant of that value stands in one of the service's compiled classes: there, its length comes
    /// before it.
    private static boolean isNamedIn(String service, String name) throws IOException {
        return isInConstants(service, (char) name.length() + name);
    }

    private static boolean isInConstants(String service, String text) throws IOException {
        try (var files = Files.walk(ProjectTree.classes(service))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
