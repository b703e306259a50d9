package io.pleura.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The compiler's checks are switched on: a small module with two mistakes in it, built as every module is, must fail
/// on both. Without this, a slip in the parent's configuration would switch the checks off and nobody would notice.
class CompilerCanaryTest {

    @Test
    void nullDereferenceAndUnusedVariableFailTheBuild() throws Exception {
        Path folder = ProjectTree.root().resolve("standalone/target/canary");
        copy("pom.xml", folder.resolve("pom.xml"));
        copy("Canary.java", folder.resolve("src/main/java/io/pleura/canary/Canary.java"));

        Path log = folder.resolve("build.log");
        int status = build(folder, log);

        String text = Files.readString(log);
        assertThat(status).as(text).isNotZero();
        assertThat(text)
                .containsPattern("Canary\\.java:\\[12,\\d+] \\[NullAway] dereferenced expression text is @Nullable")
                .containsPattern("Canary\\.java:\\[16,\\d+] \\[UnusedVariable]")
                .contains("COMPILATION ERROR");
    }

    @Test
    void noModuleHasACompilerConfigurationOfItsOwn() throws IOException {
        for (String module : ProjectTree.MODULES) {
            assertThat(Files.readString(ProjectTree.root().resolve(module).resolve("pom.xml")))
                    .as(module)
                    .doesNotContain("maven-compiler-plugin");
        }
    }

    private static void copy(String name, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream source = CompilerCanaryTest.class.getResourceAsStream("/canary/" + name)) {
            Files.copy(Objects.requireNonNull(source, name), target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Maven in a process of its own, with the local repository of the build that runs this test.
    private static int build(Path folder, Path log) throws IOException, InterruptedException {
        Path root = ProjectTree.root();
        List<String> command = new ArrayList<>(
                List.of(root.resolve("mvnw").toString(), "-B", "-ntp", "-f", folder.toString(), "compiler:compile"));
        String repository = System.getProperty("localRepository");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        ProcessBuilder maven = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return maven.start().waitFor();
    }
}
