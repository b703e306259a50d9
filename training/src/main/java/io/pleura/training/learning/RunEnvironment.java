package io.pleura.training.learning;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/// What a run ran on; weights are the same bits only where this is the same. Written as `environment.json`.
///
/// @param commit of the checkout that was built from, absent outside of one
/// @param uncommitted whether the checkout differed from the commit
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunEnvironment(
        String startedAt,
        String java,
        String javacpp,
        String libtorch,
        String system,
        int processors,
        @Nullable String commit,
        @Nullable Boolean uncommitted) {

    private static final int PATIENCE_SECONDS = 10;

    public static RunEnvironment now(Instant now) {
        Path checkout = Path.of(System.getProperty("pleura.root", "."));
        String commit = git(checkout, "rev-parse", "HEAD");
        String changes = git(checkout, "status", "--porcelain", "--untracked-files=no");
        return new RunEnvironment(
                now.toString(),
                Runtime.version().toString(),
                version("javacpp"),
                version("pytorch"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                commit == null || commit.isBlank() ? null : commit.strip(),
                commit == null || commit.isBlank() || changes == null ? null : !changes.isBlank());
    }

    private static String version(String artifact) {
        try {
            return Loader.getVersion("org.bytedeco", artifact);
        } catch (IOException e) {
            return "unknown";
        }
    }

    /// What git says; null where there is no git or no checkout.
    private static @Nullable String git(Path folder, String... words) {
        String[] command = new String[words.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = folder.toString();
        System.arraycopy(words, 0, command, 3, words.length);
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
