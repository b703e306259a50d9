package io.pleura.training.learning;

import io.pleura.training.network.ClaSegNet;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;

/// Where a net lives and is computed.
public enum Device {
    CPU,
    /// An NVIDIA GPU. Needs the build with Maven's profile `gpu` and a driver on the machine.
    CUDA;

    /// @throws IllegalArgumentException where the machine or the build has no such device
    public void requirePresent() {
        if (this == CUDA && !torch.cuda_is_available()) {
            throw new IllegalArgumentException("there is no CUDA device here: build with the Maven profile gpu"
                    + " (-Pgpu) on a machine with an NVIDIA driver, or use --device cpu");
        }
    }

    void take(ClaSegNet net) {
        torch.DeviceType type =
                switch (this) {
                    case CPU -> torch.DeviceType.CPU;
                    case CUDA -> torch.DeviceType.CUDA;
                };
        try (PointerScope scope = new PointerScope()) {
            net.to(new org.bytedeco.pytorch.Device(type), false);
        }
    }
}
