package io.pleura.training.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import io.pleura.training.export.ModelFolder;
import io.pleura.training.export.OnnxExport;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {

    private final Path folder;
    private final TrainingSettings settings = Shapes.settings(
            "schedule.epochs=4",
            "schedule.batchSize=8",
            "schedule.averaging=0.9",
            "sampling.positivesFirst=0.75",
            "sampling.positivesLast=0.5");
    private final Example.InputShape shape = settings.shape();
    private final Mixture training = new Mixture(List.of(
            new Mixture.Part("many", 3, ExampleList.of(Shapes.examples(0, 24, shape))),
            new Mixture.Part("few", 1, ExampleList.of(Shapes.examples(100, 6, shape)))));
    private final List<Example> validation = Shapes.examples(200, 6, shape);

    ResumeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # killed in this epoch, before this step (3 an epoch; 0: after the epoch's end)
            2, 0
            3, 1
            3, 3
            4, 2
            """)
    void equalsAnUninterruptedRunBitForBit(int epoch, int step) throws IOException {
        Outcome whole = whole("whole");
        RunFolder killed = run("killed");
        assertThatThrownBy(() -> new Trainer(settings).train(training, validation, killed, new Killer(epoch, step)))
                .isInstanceOf(Killed.class);
        Trainer resumed = new Trainer(settings);
        resumed.resume(training, validation, killed, new Killer(0, 0));
        assertThat(Outcome.of(resumed, killed)).isEqualTo(whole);
    }

    @Test
    void givesTheSameWeightsForTheSameSeedAndOthersForAnother() throws IOException {
        Outcome once = whole("once");
        assertThat(whole("again")).isEqualTo(once);
        TrainingSettings other =
                Shapes.settings("seed=2", "schedule.epochs=4", "schedule.batchSize=8", "schedule.averaging=0.9");
        RunFolder run = run("other", other);
        Trainer trainer = new Trainer(other);
        trainer.train(training, validation, run, new Killer(0, 0));
        assertThat(Outcome.of(trainer, run).last()).isNotEqualTo(once.last());
    }

    @Test
    void tellsATornCheckpointAndOtherImagesAndSettings() throws IOException {
        RunFolder run = run("run");
        new Trainer(settings).train(training, validation, run, new Killer(0, 0));
        List<Example> fewer = validation.subList(0, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trainer(settings).resume(training, fewer, run, new Killer(0, 0)))
                .withMessageContaining("the images are not those");
        TrainingSettings other =
                Shapes.settings("seed=2", "schedule.epochs=4", "schedule.batchSize=8", "schedule.averaging=0.9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trainer(other).resume(training, validation, run, new Killer(0, 0)))
                .withMessageContaining("other settings");
        byte[] bytes = Files.readAllBytes(run.checkpoint());
        bytes[bytes.length / 2] ^= 1;
        Files.write(run.checkpoint(), bytes);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Trainer(settings).resume(training, validation, run, new Killer(0, 0)))
                .withMessageContaining("torn or altered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights.pt", "checkpoint.bin"})
    void saysThatTheDiskIsFullAndGoesOnWhenThereIsRoom(String file) throws IOException {
        RunFolder run = run("run");
        Path full = run.folder().resolve(file + ".part");
        Files.createSymbolicLink(full, Path.of("/dev/full"));
        assertThatIOException()
                .isThrownBy(() -> new Trainer(settings).train(training, validation, run, new Killer(0, 0)))
                .withMessageContaining(
                        "%s cannot be written: ".formatted(run.folder().resolve(file)));
        Files.delete(full);
        Trainer trainer = new Trainer(settings);
        trainer.train(training, validation, run, new Killer(0, 0));
        assertThat(Outcome.of(trainer, run)).isEqualTo(whole("whole"));
    }

    private Outcome whole(String name) throws IOException {
        RunFolder run = run(name);
        Trainer trainer = new Trainer(settings);
        trainer.train(training, validation, run, new Killer(0, 0));
        return Outcome.of(trainer, run);
    }

    private RunFolder run(String name) throws IOException {
        return run(name, settings);
    }

    private RunFolder run(String name, TrainingSettings settings) throws IOException {
        RunFolder run = new RunFolder(folder.resolve(name));
        run.write(settings);
        return run;
    }

    /// All that a run leaves. The moments of the optimizer show in the weights after one more step.
    private record Outcome(String best, String log, String last, String averaged, String oneMoreStep) {

        static Outcome of(Trainer trainer, RunFolder run) throws IOException {
            LearningState state = new LearningState(run.settings());
            state.load(Checkpoint.read(run.checkpoint()).tensors());
            return new Outcome(
                    digest(trainer.net()),
                    Files.readString(run.log()),
                    digest(state.net()),
                    digest(Objects.requireNonNull(state.averaged()).net()),
                    digest(afterOneMoreStep(state, run.settings())));
        }

        private static ClaSegNet afterOneMoreStep(LearningState state, TrainingSettings settings) {
            try (PointerScope scope = new PointerScope()) {
                Batch batch = Batch.plain(Shapes.examples(0, 4, settings.shape()), settings.shape());
                state.net().train(true);
                state.learningRate(1e-3);
                state.optimizer().zero_grad();
                settings.lossOfHead()
                        .of(state.net().forward(batch.input()), batch.truth())
                        .backward();
                state.optimizer().step();
            }
            return state.net();
        }

        private static String digest(ClaSegNet net) {
            return ModelFolder.sha256(OnnxExport.bytes(net));
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Dies in an epoch before a step, or at its end.
    private record Killer(int epoch, int step) implements Trainer.Progress {

        @Override
        public void step(int atEpoch, int atStep, int steps, double loss) {
            if (atEpoch == epoch && atStep == step) {
                throw new Killed();
            }
        }

        @Override
        public void epoch(EpochFigures figures) {
            if (figures.epoch() == epoch && step == 0) {
                throw new Killed();
            }
        }
    }
}
