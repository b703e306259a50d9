package io.pleura.training.export;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import io.pleura.training.data.Example;
import io.pleura.training.learning.Batch;
import io.pleura.training.learning.Trainer;
import io.pleura.training.learning.TrainingSettings;
import io.pleura.training.network.ClaSegNet;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.Shapes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;

/// Small nets that have learnt their eight images, each trained once for all tests, in a fraction of a second.
final class LearntNets {

    static final int INPUT_SIZE = 64;

    private static final int STEPS = 25;
    private static final Map<ClaSegNetDesign, ClaSegNet> NETS = new HashMap<>();

    private LearntNets() {}

    static synchronized ClaSegNet of(ClaSegNetDesign design) {
        return NETS.computeIfAbsent(design, LearntNets::learn);
    }

    private static ClaSegNet learn(ClaSegNetDesign design) {
        set_num_threads(1);
        TrainingSettings settings = Shapes.settings(design, INPUT_SIZE, 8, STEPS);
        List<Example> examples = IntStream.range(0, 8)
                .mapToObj(i -> Shapes.example(i, settings.shape()))
                .toList();
        Trainer trainer = new Trainer(settings);
        for (int i = 0; i < STEPS; i++) {
            try (PointerScope scope = new PointerScope()) {
                trainer.step(Batch.plain(examples, settings.shape()));
            }
        }
        return trainer.net();
    }
}
