package io.pleura.standalone.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRuleSpec;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.pleura.standalone.TestTool.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The alarms go off when they should, and stay silent when they should, by Prometheus' own evaluation of the scenarios
/// in `alarms-test.yaml`.
class AlarmScenariosTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void alarmsGoOffWhenTheyShouldAndNotOtherwise() throws Exception {
        Run run = run(rule -> {});
        assertThat(run.exit()).as(run.output()).isZero();
    }

    /// Of the scenarios: each alarm has one in which it goes off.
    @Test
    void anAlarmThatNeverGoesOffIsFound() throws Exception {
        Run run = run(rule -> rule.setExpr(new IntOrString("vector(1) > 1")));
        assertThat(names()).allSatisfy(name -> assertThat(run.output()).contains('"' + name + '\\'));
    }

    /// Each alarm has one in which it does not.
    @Test
    void anAlarmThatAlwaysGoesOffIsFound() throws Exception {
        Run run = run(rule -> {
            rule.setExpr(new IntOrString("vector(1)"));
            rule.setFor(null);
        });
        assertThat(names()).allSatisfy(name -> assertThat(run.output()).contains('"' + name + '\\'));
    }

    private Run run(Consumer<Rule> change) throws IOException, InterruptedException {
        PrometheusRuleSpec alarms = AlarmsTest.alarms();
        alarms.getGroups().forEach(group -> group.getRules().forEach(change));
        Files.writeString(folder.resolve("alarms.yaml"), Serialization.asYaml(alarms));
        Path scenarios = folder.resolve("alarms-test.yaml");
        try (InputStream text =
                Objects.requireNonNull(AlarmScenariosTest.class.getResourceAsStream("/k8s/alarms-test.yaml"))) {
            Files.write(scenarios, text.readAllBytes());
        }
        return Promtool.test(scenarios);
    }

    private static List<String> names() throws IOException {
        return AlarmsTest.rules().stream().map(Rule::getAlert).toList();
    }
}
