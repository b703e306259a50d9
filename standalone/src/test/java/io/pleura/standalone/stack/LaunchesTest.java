package io.pleura.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LaunchesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void notificationsLinkToThePageOfTheirOwnStack() throws Exception {
        assertThat(plan(Member.ALERTING).environment())
                .containsEntry("PLEURA_ALERTING_NOTIFICATION_PAGE_URL", "http://127.0.0.1:8180/");
    }

    @Test
    void everyServiceIsToldThePortWhereItsHealthIsAskedFor() throws Exception {
        for (Member service : List.of(Member.INGEST, Member.INFERENCE, Member.ALERTING)) {
            assertThat(plan(service).environment())
                    .containsEntry("QUARKUS_MANAGEMENT_HOST", "127.0.0.1")
                    .containsEntry(
                            "QUARKUS_MANAGEMENT_PORT",
                            Integer.toString(Ports.standard(100).management(service)));
        }
    }

    @Test
    void crashReportsOfAWorkerLieInItsWorkFolder() throws Exception {
        ChildProcess.Plan plan = plan(Member.INFERENCE);
        assertThat(plan.command())
                .contains("-XX:+CrashOnOutOfMemoryError")
                .contains("-XX:ErrorFile=%s/hs_err.log"
                        .formatted(plan.environment().get("PLEURA_INFERENCE_WORK_FOLDER")));
    }

    @ParameterizedTest
    @EnumSource(Member.class)
    void temporaryFilesLieInTheFolderThatIsEmptied(Member member) throws Exception {
        ChildProcess.Plan plan = plan(member);
        assertThat(plan.command()).contains("-Djava.io.tmpdir=" + plan.temporary());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            file:/home/a/pleura/classes/       | /home/a/pleura/classes
            file:/home/a%20b/pleura/classes/   | /home/a b/pleura/classes
            file:/home/%23a/100%25/classes/    | /home/#a/100%/classes
            file:/home/a+b/pleura/classes/     | /home/a+b/pleura/classes
            """)
    void findsItsClassesInFoldersOfAnyName(String location, String folder) throws Exception {
        assertThat(Launches.file(URI.create(location).toURL())).hasToString(folder);
    }

    private ChildProcess.Plan plan(Member member) throws Exception {
        Path app = Files.createDirectories(folder.resolve(member.lowerCaseName() + "/target/quarkus-app"));
        Files.createFile(app.resolve("quarkus-run.jar"));
        StackSettings settings = new StackSettings(
                folder,
                new DataFolder(folder.resolve("data")),
                Ports.standard(100),
                StackSettings.STANDARD_CALLERS,
                Map.of());
        return new Launches(settings, "secret").plan(member);
    }
}
