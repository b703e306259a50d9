package io.pleura.training.network;

import java.nio.file.Files;
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

    /// What is in such a file.
    public static byte[] bytes(ClaSegNet net) {
        try (PointerScope scope = new PointerScope()) {
            OutputArchive archive = new OutputArchive();
            net.save(archive);
            return ArchiveBytes.of(archive);
        }
    }

    /// Leaves the net on the CPU, whatever device the weights were saved from.
    ///
    /// @throws IllegalArgumentException where the file is missing or does not hold weights of such a net
    public static void load(ClaSegNet net, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "there is no %s yet; ./pleura train --resume goes on with a run that has not come so far"
                            .formatted(file));
        }
        try (PointerScope scope = new PointerScope()) {
            InputArchive archive = new InputArchive();
            archive.load_from(file.toString(), new DeviceOptional(new Device(torch.DeviceType.CPU)));
            net.load(archive);
        } catch (RuntimeException e) { // libtorch's, whose message is a trace of its own
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IllegalArgumentException("%s holds no weights of this network: %s".formatted(file, reason), e);
        }
    }
}
