package io.pleura.training.network;

import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.global.torch;

/// Parameters and running statistics of a net in a file of libtorch's archive format.
public final class Weights {

    private Weights() {}

    public static void save(ClaSegNet net, Path file) {
        try (PointerScope scope = new PointerScope()) {
            OutputArchive archive = new OutputArchive();
            net.save(archive);
            archive.save_to(file.toString());
        }
    }

    /// Leaves the net on the CPU, whatever device the weights were saved from.
    public static void load(ClaSegNet net, Path file) {
        try (PointerScope scope = new PointerScope()) {
            InputArchive archive = new InputArchive();
            archive.load_from(file.toString(), new DeviceOptional(new Device(torch.DeviceType.CPU)));
            net.load(archive);
        }
    }
}
