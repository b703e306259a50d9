package io.pleura.inference.score;

import ai.onnxruntime.OrtEnvironment;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// The process's one ONNX Runtime environment, with telemetry off.
///
/// Since 1.29 ONNX Runtime reports to its maker from Linux too. A hospital must not, and preparing the report
/// crashes the process where the command line is longer than about 4000 characters or the image has no shell
/// (microsoft/onnxruntime issue 32173, vespa-engine/vespa pull request 37786). Only an environment variable set
/// before the library is loaded prevents it, so it is set here and nobody who starts a worker needs to know.
final class OnnxEnvironment {

    private static final String OFF = "ORT_DISABLE_TELEMETRY";

    private OnnxEnvironment() {}

    static OrtEnvironment get() {
        return Holder.ENVIRONMENT;
    }

    private static final class Holder {
        private static final OrtEnvironment ENVIRONMENT = open();

        private static OrtEnvironment open() {
            setEnvironmentVariable(OFF, "1");
            return OrtEnvironment.getEnvironment();
        }
    }

    /// POSIX setenv; a platform without it is one where ONNX Runtime does not look.
    private static void setEnvironmentVariable(String name, String value) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return;
        }
        FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) linker.downcallHandle(setenv.get(), signature)
                    .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (failed != 0) {
                throw new IllegalStateException("the environment variable " + name + " could not be set");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("calling setenv failed", e);
        }
    }
}
