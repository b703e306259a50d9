package io.pleura.training.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.network.Shapes;
import io.pleura.training.network.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {

    private static final Example.InputShape SHAPE = Shapes.settings().shape();

    private final RunFolder run;

    TrainerTest(@TempDir Path folder) {
        run = new RunFolder(folder);
    }

    /// Eight more images with masks keep the net from calling everything positive; the rest have labels or boxes alone.
    @ParameterizedTest
    @EnumSource(
            value = Example.Supervision.class,
            names = {"LABEL", "BOXES"})
    void learnsFromImagesWithoutMasks(Example.Supervision known) throws IOException {
        TrainingSettings settings = Shapes.settings(
                "design.width=8",
                "schedule.epochs=25",
                "schedule.batchSize=8",
                "schedule.learningRate=5e-3",
                "loss.imageShare=1");
        List<Example> weak = IntStream.range(0, 24)
                .mapToObj(seed -> Shapes.example(seed, known, SHAPE))
                .toList();
        List<Example> unseen = Shapes.examples(1000, 20, SHAPE);
        Trainer trainer = new Trainer(settings);
        trainer.train(Mixture.of(weak), unseen, run, new Told());
        Evaluation evaluation = Scoring.evaluate(trainer.net(), unseen, SHAPE, settings.minimumNodes());
        assertThat(evaluation.auc()).isGreaterThan(0.95);
    }

    @Test
    void refusesImagesThatWouldTeachNothing() {
        TrainingSettings settings = Shapes.settings("loss.imageShare=0");
        List<Example> weak = IntStream.range(0, 16)
                .mapToObj(seed -> Shapes.example(seed, Example.Supervision.LABEL, SHAPE))
                .toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Trainer(settings).train(Mixture.of(weak), Shapes.examples(0, 4, SHAPE), run, new Told()))
                .withMessageContaining("loss.imageShare is 0");
    }

    /// The loss of a step is that before it, so that the weights of an epoch's last one are first seen by validation.
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void endsWhereTheLastStepOfAnEpochLeftNoNumbers() {
        TrainingSettings settings = Shapes.settings("schedule.epochs=2", "schedule.batchSize=8");
        Trainer trainer = new Trainer(settings);
        Trainer.Progress spoils = new Told() {
            @Override
            public void step(int epoch, int step, int steps, double loss) {
                try (PointerScope scope = new PointerScope()) {
                    trainer.net().convolution("conv0").weight().detach().fill_(new Scalar(Float.NaN));
                }
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trainer.train(
                        Mixture.of(Shapes.examples(0, 8, SHAPE)), Shapes.examples(50, 8, SHAPE), run, spoils))
                .withMessageContaining("is NaN; of a network in training: try a smaller --learning-rate");
    }

    @Test
    void endsEarlyWhenNothingGetsBetterAndKeepsTheBest() throws IOException {
        TrainingSettings settings = Shapes.settings(
                "schedule.epochs=50", "schedule.batchSize=8", "schedule.patience=3", "schedule.learningRate=1e-12");
        Told told = new Told();
        new Trainer(settings).train(Mixture.of(Shapes.examples(0, 8, SHAPE)), Shapes.examples(50, 8, SHAPE), run, told);
        int best = told.epochs.stream()
                .filter(EpochFigures::best)
                .mapToInt(EpochFigures::epoch)
                .max()
                .orElseThrow();
        assertThat(told.epochs).hasSize(best + 3).hasSizeLessThan(50);
        assertThat(Files.readAllLines(run.log())).hasSize(1 + told.epochs.size());
    }

    @Test
    void averagesWeightsAndBatchNormStatistics() {
        TrainingSettings settings = Shapes.settings("schedule.averaging=0.5");
        LearningState state = new LearningState(settings);
        AveragedWeights averaged = Objects.requireNonNull(state.averaged());
        float[] before = Tensors.floats(state.net().norm("norm0").running_mean());
        float[] weightsBefore = Tensors.floats(state.net().convolution("conv0").weight());
        try (PointerScope scope = new PointerScope()) {
            state.net().train(true);
            Batch batch = Batch.plain(Shapes.examples(0, 4, SHAPE), SHAPE);
            settings.lossOfHead()
                    .of(state.net().forward(batch.input()), batch.truth())
                    .backward();
            state.optimizer().step();
        }
        averaged.update(1000);
        float[] after = Tensors.floats(state.net().norm("norm0").running_mean());
        float[] weightsAfter = Tensors.floats(state.net().convolution("conv0").weight());
        float[] mean = Tensors.floats(averaged.net().norm("norm0").running_mean());
        float[] weightsMean = Tensors.floats(averaged.net().convolution("conv0").weight());
        assertThat(after).isNotEqualTo(before);
        assertThat(weightsAfter).isNotEqualTo(weightsBefore);
        assertThat(mean[0]).isCloseTo((before[0] + after[0]) / 2, within(1e-6f));
        assertThat(weightsMean[0]).isCloseTo((weightsBefore[0] + weightsAfter[0]) / 2, within(1e-6f));
    }

    /// Without a scope for each step the process grows by 290 MB.
    @Test
    void keepsItsMemoryOverThousandsOfSteps() {
        TrainingSettings settings = Shapes.settings(
                "design.width=2", "design.segmentationBlocks=0", "inputSize=32", "schedule.averaging=0.99");
        Example.InputShape shape = settings.shape();
        List<Example> examples = Shapes.examples(0, 2, shape);
        Trainer trainer = new Trainer(settings);
        steps(trainer, examples, shape, 200);
        long before = Pointer.physicalBytes();
        long tracked = Pointer.totalBytes();
        steps(trainer, examples, shape, 1500);
        assertThat(Pointer.totalBytes() - tracked).as("bytes JavaCPP knows of").isLessThan(1 << 20);
        assertThat(Pointer.physicalBytes() - before).as("bytes of the process").isLessThan(128L << 20);
    }

    private static void steps(Trainer trainer, List<Example> examples, Example.InputShape shape, int count) {
        for (int i = 0; i < count; i++) {
            try (PointerScope scope = new PointerScope()) {
                trainer.step(Batch.plain(examples, shape));
            }
        }
    }

    private static class Told implements Trainer.Progress {
        final List<EpochFigures> epochs = new ArrayList<>();

        @Override
        public void step(int epoch, int step, int steps, double loss) {}

        @Override
        public void epoch(EpochFigures figures) {
            epochs.add(figures);
        }
    }
}
