package io.pleura.training.learning;

import io.pleura.training.network.ArchiveBytes;
import io.pleura.training.network.ClaSegNet;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.jspecify.annotations.Nullable;

/// All native memory that changes while a net learns: its weights and running statistics, the moments of AdamW
/// (Loshchilov and Hutter 2019), the averaged weights. Lives as long as the trainer.
final class LearningState {

    private final ClaSegNet net;
    private final AdamW optimizer;
    private final @Nullable AveragedWeights averaged;

    LearningState(TrainingSettings settings) {
        TrainingSettings.Schedule schedule = settings.schedule();
        Device device = settings.machine().device();
        net = new ClaSegNet(settings.design(), settings.machine().arithmetic());
        device.take(net);
        AdamWOptions options = new AdamWOptions(schedule.learningRate());
        options.weight_decay().put(schedule.weightDecay());
        optimizer = new AdamW(net.parameters(), options);
        averaged = schedule.averaging() == 0 ? null : new AveragedWeights(net, schedule.averaging(), device);
    }

    ClaSegNet net() {
        return net;
    }

    AdamW optimizer() {
        return optimizer;
    }

    @Nullable AveragedWeights averaged() {
        return averaged;
    }

    void learningRate(double rate) {
        optimizer.param_groups().get(0).options().set_lr(rate);
    }

    /// libtorch's archive of everything.
    byte[] bytes() {
        try (PointerScope scope = new PointerScope()) {
            OutputArchive all = new OutputArchive();
            OutputArchive weights = new OutputArchive();
            net.save(weights);
            all.write("net", weights);
            OutputArchive moments = new OutputArchive();
            optimizer.save(moments);
            all.write("optimizer", moments);
            if (averaged != null) {
                OutputArchive means = new OutputArchive();
                averaged.net().save(means);
                all.write("averaged", means);
            }
            return ArchiveBytes.of(all);
        }
    }

    void load(byte[] tensors) {
        try (PointerScope scope = new PointerScope()) {
            InputArchive all = new InputArchive();
            all.load_from(new BytePointer(tensors), tensors.length);
            InputArchive weights = new InputArchive();
            all.read("net", weights);
            net.load(weights);
            InputArchive moments = new InputArchive();
            all.read("optimizer", moments);
            optimizer.load(moments);
            if (averaged != null) {
                InputArchive means = new InputArchive();
                all.read("averaged", means);
                averaged.net().load(means);
            }
        }
    }
}
