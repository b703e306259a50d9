package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.pleura.standalone.ProjectTree;
import io.pleura.standalone.TestTool.Run;
import io.pleura.standalone.k8s.ServiceClasses.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Grafana's dashboard shows what the services keep; a panel over a name that nobody writes would stay empty.
class DashboardTest {

    /// Of Grafana's grid.
    private static final int COLUMNS = 24;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everyPanelSaysWhatItShowsAndInWhichUnit() throws Exception {
        assertThat(panels()).isNotEmpty().allSatisfy(panel -> {
            if (!isText(panel)) {
                assertThat(panel.path("title").asText()).isNotBlank();
            }
            if (!isText(panel) && !isRow(panel)) {
                assertThat(panel.path("description").asText()).endsWith(".");
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isIn("short", "s", "bytes", "percentunit");
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> assertThat(
                                target.path("legendFormat").asText())
                        .isNotBlank());
            }
        });
        assertThat(panels()).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels()).extracting(panel -> panel.path("title").asText()).doesNotHaveDuplicates();
    }

    @Test
    void saysFirstThatThisIsNoMedicalDevice() throws Exception {
        JsonNode first = panels().getFirst();
        assertThat(isText(first)).isTrue();
        assertThat(first.at("/options/content").asText())
                .contains("Not a medical device, not for diagnostic use.")
                .contains("trained on synthetic phantoms only");
    }

    @Test
    void noPanelLiesOnAnother() throws Exception {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : panels()) {
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(taken.add(List.of(
                                    place.path("x").asInt() + x, place.path("y").asInt() + y)))
                            .as(panel.path("title").asText())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everyMetricIsKeptByItsService() throws Exception {
        for (String expression : expressions()) {
            for (Metric metric : ServiceClasses.metrics(expression)) {
                assertThat(metric.isKept()).as("%s of %s", metric, expression).isTrue();
            }
        }
    }

    @Test
    void everyExpressionIsOneThatPrometheusTakes(@TempDir Path folder) throws Exception {
        List<Map<String, String>> rules = new ArrayList<>();
        for (String expression : expressions()) {
            rules.add(Map.of("record", "panel:" + rules.size(), "expr", expression.replace("$__rate_interval", "1m")));
        }
        Path file = folder.resolve("panels.yaml"); // JSON is YAML
        Files.writeString(
                file, MAPPER.writeValueAsString(Map.of("groups", List.of(Map.of("name", "panels", "rules", rules)))));
        Run run = Promtool.check(file);
        assertThat(run.exit()).as(run.output()).isZero();
    }

    @Test
    void isShippedWhereGrafanaLooksForIt() throws Exception {
        ConfigMap shipped = Overlay.rendered("cpu").one(ConfigMap.class, "dashboard");
        assertThat(shipped.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
        assertThat(MAPPER.readTree(shipped.getData().get("pleura.json"))).isEqualTo(dashboard());
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : panels()) {
            panel.path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asText()));
        }
        assertThat(expressions).isNotEmpty();
        return expressions;
    }

    private static List<JsonNode> panels() throws IOException {
        List<JsonNode> panels = new ArrayList<>();
        dashboard().path("panels").forEach(panels::add);
        return panels;
    }

    private static boolean isRow(JsonNode panel) {
        return panel.path("type").asText().equals("row");
    }

    private static boolean isText(JsonNode panel) {
        return panel.path("type").asText().equals("text");
    }

    private static JsonNode dashboard() throws IOException {
        return MAPPER.readTree(
                ProjectTree.root().resolve("k8s/base/dashboard.json").toFile());
    }
}
