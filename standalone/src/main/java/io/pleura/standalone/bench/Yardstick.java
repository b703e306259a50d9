package io.pleura.standalone.bench;

import io.pleura.standalone.stack.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs [BareLoop] in a JVM of its own, with the very ONNX Runtime that the inference service is packaged with.
///
/// @param scoresPerSecond of decoded images
/// @param millis median for one image from its file to its map
record Yardstick(double scoresPerSecond, double millis) {

    private static final long WITHIN_MINUTES = 30;

    static Yardstick measure(Path repository, Path images, int threads) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.awt.headless=true",
                        "-Xmx2g",
                        "-cp",
                        System.getProperty("java.class.path") + ":" + onnxRuntime(repository),
                        BareLoop.class.getName(),
                        repository.resolve("inference/model").toString(),
                        images.toString(),
                        Integer.toString(threads))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // ONNX Runtime's report to its maker takes the command line, and crashes on one as long as a class path.
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(WITHIN_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new StackException("the yardstick took more than " + WITHIN_MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
            throw new StackException("the yardstick failed (exit code " + process.exitValue() + "): " + output);
        }
        List<String> figures = List.of(output.strip().split(" "));
        return new Yardstick(Double.parseDouble(figures.get(0)), Double.parseDouble(figures.get(1)));
    }

    private static String onnxRuntime(Path repository) throws IOException {
        Path libraries = repository.resolve("inference/target/quarkus-app/lib/main");
        try (Stream<Path> entries = Files.list(libraries)) {
            return entries.map(Path::toString)
                    .filter(name -> name.contains("com.microsoft.onnxruntime"))
                    .collect(Collectors.joining(":"));
        }
    }
}
