package io.pleura.training.learning;

import io.pleura.training.network.ClaSegNet;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// A second net whose weights are the exponential moving average of the first one's over the steps (Polyak averaging;
/// the form of Tarvainen and Valpola 2017). The running means and variances of the batch norms are averaged alike, so
/// that they fit the averaged weights. Early on the decay is smaller, (1 + step) / (10 + step), lest the random start
/// linger.
final class AveragedWeights {

    private final double decay;
    private final ClaSegNet averaged;
    private final List<Tensor> live;
    private final List<Tensor> mean;

    /// Draws random weights and overwrites them: make it after everything that must not depend on it.
    AveragedWeights(ClaSegNet net, double decay, Device device) {
        this.decay = decay;
        averaged = new ClaSegNet(net.design());
        device.take(averaged);
        live = tensors(net);
        mean = tensors(averaged);
        copy();
    }

    ClaSegNet net() {
        return averaged;
    }

    /// Starts anew from the live weights.
    void copy() {
        towardsLive(1);
    }

    /// @param step from 0
    void update(int step) {
        towardsLive(1 - Math.min(decay, (1.0 + step) / (10.0 + step)));
    }

    private void towardsLive(double way) {
        try (NoGradGuard noGradients = new NoGradGuard();
                PointerScope scope = new PointerScope()) {
            Scalar part = new Scalar(way);
            for (int i = 0; i < mean.size(); i++) {
                if (way == 1 || mean.get(i).scalar_type().intern() == torch.ScalarType.Long) { // counters
                    mean.get(i).copy_(live.get(i));
                } else {
                    mean.get(i).lerp_(live.get(i), part);
                }
            }
        }
    }

    private static List<Tensor> tensors(ClaSegNet net) {
        List<Tensor> all = new ArrayList<>();
        for (TensorVector some : List.of(net.parameters(), net.buffers())) {
            for (long i = 0; i < some.size(); i++) {
                all.add(new Tensor(some.get(i))); // what get() gives points into the vector
            }
        }
        return all;
    }
}
