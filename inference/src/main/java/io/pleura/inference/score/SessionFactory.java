package io.pleura.inference.score;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

/// Opens ONNX Runtime sessions that give the same bits for the same input, on the provider asked for or not
/// at all.
final class SessionFactory {

    private SessionFactory() {}

    static OrtSession open(OrtEnvironment environment, ModelFolder model, RuntimeSettings settings)
            throws ModelException {
        try (SessionOptions options = new SessionOptions()) {
            options.setOptimizationLevel(settings.optimisationLevel().onnxRuntimeLevel());
            options.setDeterministicCompute(true);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setInterOpNumThreads(1);
            options.setIntraOpNumThreads(settings.intraOpThreads());
            // Spinning threads would take the processors that decode the next radiographs.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            // Without VNNI, products of unsigned and signed bytes would saturate in 16 bits; this takes the slower
            // exact ones.
            options.addConfigEntry("session.x64quantprecision", "1");
            return switch (settings.provider()) {
                case CPU -> environment.createSession(model.onnx(), options);
                case CUDA -> openOnCuda(environment, model, settings, options);
            };
        } catch (OrtException e) {
            throw new ModelException(
                    "ONNX Runtime cannot open %s on %s: %s"
                            .formatted(model.folder().resolve(model.file()), settings.provider(), e.getMessage()),
                    e);
        }
    }

    private static OrtSession openOnCuda(
            OrtEnvironment environment, ModelFolder model, RuntimeSettings settings, SessionOptions options)
            throws ModelException, OrtException {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new ModelException("execution-provider is CUDA, but this build has ONNX Runtime for CPU only:"
                    + " build with -Pgpu, or set execution-provider to CPU");
        }
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(settings.cudaDevice())) {
            // TF32 rounds to 10 bits, and an exhaustive search picks another algorithm, so other bits, each time.
            cuda.add("use_tf32", "0");
            cuda.add("cudnn_conv_algo_search", "DEFAULT");
            options.addCUDA(cuda);
            options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
            return environment.createSession(model.onnx(), options);
        }
    }
}
