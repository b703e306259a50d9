package io.pleura.training.report;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.learning.RunFolder;
import io.pleura.training.learning.Scoring;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A finished run with its best weights. Native memory of the net lives as long as this object; not for several
/// threads.
public record TrainedRun(
        String name, ModelResult.Role role, RunFolder folder, TrainingSettings settings, ClaSegNet net) {

    /// @param name in the report
    /// @param baseline whether others are compared with it
    public static TrainedRun load(Path run, String name, boolean baseline) throws IOException {
        RunFolder folder = new RunFolder(run);
        TrainingSettings settings = folder.settings();
        ClaSegNet net = new ClaSegNet(settings.design());
        Weights.load(net, folder.weights());
        ModelResult.Role role =
                switch (settings.design().head()) {
                    case CLASEGNET -> baseline ? ModelResult.Role.CONTROL : ModelResult.Role.CLASEGNET;
                    case CLASSIFICATION -> ModelResult.Role.BASELINE;
                };
        return new TrainedRun(name, role, folder, settings, net);
    }

    public Evaluation evaluate(List<Example> examples) {
        return Scoring.evaluate(net, examples, settings.shape(), settings.minimumNodes());
    }

    public Evaluation evaluateFlipped(List<Example> examples) {
        return Ensemble.flipped(net, examples, settings.shape(), settings.minimumNodes());
    }
}
