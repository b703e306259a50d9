package io.pleura.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchesTest {

    @Test
    void notificationsLinkToThePageOfTheirOwnStack(@TempDir Path folder) throws Exception {
        Path app = Files.createDirectories(folder.resolve("alerting/target/quarkus-app"));
        Files.createFile(app.resolve("quarkus-run.jar"));
        StackSettings settings = new StackSettings(
                folder,
                new DataFolder(folder.resolve("data")),
                Ports.standard(100),
                StackSettings.STANDARD_CALLERS,
                Map.of());
        assertThat(new Launches(settings, "secret").plan(Member.ALERTING).environment())
                .containsEntry("PLEURA_ALERTING_NOTIFICATION_PAGE_URL", "http://127.0.0.1:8180/");
    }
}
