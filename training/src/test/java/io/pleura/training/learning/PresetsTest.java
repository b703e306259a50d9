package io.pleura.training.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pleura.training.TrainCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PresetsTest {

    private final Path folder;

    PresetsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static List<String> shipped() throws IOException {
        return StreamSupport.stream(Presets.names().spliterator(), false).toList();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void areAllWhole(String name) throws IOException {
        TrainingSettings settings = Presets.load(name, Map.of());
        assertThat(settings.minimumNodes()).isPositive();
        if (name.startsWith("ablation-")) {
            TrainingSettings paper = Presets.load("paper", Map.of());
            assertThat(Presets.differences(settings)).isNotEqualTo(Presets.differences(paper));
        }
    }

    @Test
    void buildOnEachOtherAndGiveWayToTheCommandLine() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.yaml"), """
                base: ablation-no-dice
                schedule: {epochs: 3, learningRate: 1e-3}
                """);
        TrainingSettings settings = Presets.load(mine.toString(), Map.of("schedule.epochs", "5", "design.width", "8"));
        assertThat(settings.loss().diceShare()).isZero();
        assertThat(settings.phantoms().training()).isEqualTo(1444);
        assertThat(settings.schedule().learningRate()).isEqualTo(0.001);
        assertThat(settings.schedule().epochs()).isEqualTo(5);
        assertThat(settings.design().width()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            schedule: {epoch: 3}            | there is no setting schedule.epoch; there are schedule.epochs, schedule.batchSize
            schedule: {epochs: 0}           | schedule.epochs must be 1..100000, is 0
            schedule: {epochs: 2.5}         | schedule.epochs cannot be 2.5, must be a whole number
            schedule: {epochs: many}        | schedule.epochs cannot be many, must be a whole number
            data: [{source: x, share: y}]   | data.[0].share cannot be y, must be a Double
            schedule: 3                     | schedule is a group of settings: schedule.epochs
            design: {backbone: VGG}         | design.backbone cannot be VGG, must be one of RESIDUAL, SEPARABLE
            design: {width: 0}              | design.width must be 1..128, is 0
            inputSize: 100                  | input size must be a multiple of 32, is 100
            loss: {diceShare: -1}           | loss.diceShare must be 0..100, is -1
            sampling: {positivesFirst: 0.5} | sampling.positivesFirst and positivesLast must both be given
            data: [{source: siim:x, share: 1}, {source: siim:x, share: 2}] | data names a data set twice
            data: []                        | number of data sets must be 1..32, is 0
            base: papier                    | there is no preset and no file papier; presets: default, quick, paper
            [1, 2]                          | must name settings
            schedule: {epochs: 3            | line
            """)
    void refuseWhatIsWrongByFileAndField(String yaml, String complaint) throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.yaml"), yaml);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Presets.load(mine.toString(), Map.of()))
                .withMessageContaining(complaint)
                .withMessageMatching("[^\n]*(mine.yaml|papier)[^\n]*");
    }

    @Test
    void areWrittenIntoTheRunFolderAndReadBack() throws IOException {
        TrainingSettings settings = Presets.load(
                "ablation-focal",
                Map.of(
                        "seed", "7",
                        "sampling.positivesFirst", "0.75",
                        "sampling.positivesLast", "0.5",
                        "from", "runs/other",
                        "data", "[{source: phantoms, share: 0.5}, {source: 'siim:/a b', share: null}]"));
        RunFolder run = new RunFolder(folder.resolve("run"));
        run.write(settings);
        assertThat(run.settings()).isEqualTo(settings);
        assertThat(Presets.load(Presets.DEFAULT, Presets.differences(settings))).isEqualTo(settings);
        assertThat(TrainCommand.commandLine(settings, "RUN"))
                .startsWith("./pleura train --out RUN")
                .contains("--set loss.focalExponent=2", "--set seed=7", "'data=[");
    }

    @Test
    void giveSettingsThatAreYoungerThanARunTheirDefault() throws IOException {
        RunFolder run = new RunFolder(folder);
        Files.writeString(run.settingsFile(), "{\"seed\": 3, \"schedule\": {\"epochs\": 2}}");
        assertThat(run.settings()).isEqualTo(Presets.load("default", Map.of("seed", "3", "schedule.epochs", "2")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # step of 100, learning rate of at most 0.002
            0,  0.0004
            4,  0.00199211
            50, 0.001
            99, 0.00000049
            """)
    void warmUpAndThenFallAlongACosine(int step, double rate) throws IOException {
        TrainingSettings.Schedule schedule = Presets.load("default", Map.of()).schedule();
        assertThat(schedule.learningRate(step, 100)).isCloseTo(rate, within(1e-8));
    }
}
