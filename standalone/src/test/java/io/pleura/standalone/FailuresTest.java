package io.pleura.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// What a mistake on the command line, or around it, looks like.
@Timeout(60)
class FailuresTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void makeAFile() throws Exception {
        Files.writeString(folder.resolve("file"), "no DICOM");
        Files.createDirectory(folder.resolve("empty"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            send --to localhost {}/file      | --to: 'localhost' is not of the form host:port, such as pacs:104
            send --to pacs:99999 {}/file     | --to: the port of 'pacs:99999' is not between 1 and 65535
            send --associations 0 {}/file    | --associations: 1 to 64
            send --port-offset 60000 {}/file | Invalid value for option '--port-offset': with 60000, port 79092 is not between 1 and 65535
            send {}/none                     | there is no {}/none
            send {}/empty                    | there is no file in [{}/empty]
            send                             | Missing required parameter: 'FILE|DIR'
            replay --reason r --study a+b    | Invalid value for option '--study': Study Instance UID must be a DICOM UID (digits and dots, at most 64 characters): "a+b"
            replay --study 1.2.3 --reason +  | --reason: say why, it is kept in the audit log
            replay --reason r --from 2026-01-02T00:00:00Z --to 2026-01-01T00:00:00Z | --from must be before --to, and before now where there is no --to
            up --port-offset 60000           | Invalid value for option '--port-offset': with 60000, port 79092 is not between 1 and 65535
            up --port-offset x               | Invalid value for option '--port-offset': 'x' is not a whole number
            up --data {}/file                | the data folder {}/file cannot be made: {}/file is in the way; give another one with --data
            up --data {}                     | {} is no data folder of Pleura and not empty
            reconcile --data {} --work {}    | the --data of a stack has the work folder of its ingest; give --data or --work
            reconcile --bootstrap nowhere    | Kafka cannot be at nowhere: Invalid url in bootstrap.servers: nowhere
            orphans --data {} --blobs {} --work {} | the --data of a stack has both; give --data, or --blobs and --work
            bench --radiographs 0            | Invalid value for option '--radiographs': '0' is no whole number of 1 or more
            bench ingest --rounds -1         | Invalid value for option '--rounds': '-1' is no whole number of 1 or more
            bench decode --bits 17           | --bits: 8 to 16, not 17
            replay --study 1.2.3 --limit -1  | Invalid value for option '--limit': '-1' is no whole number of 1 or more
            replay --study 1.2.3 --patience soon | Invalid value for option '--patience': 'soon' is no whole number of 1 or more
            orphans --port-offset 10000      | no stack with its Kafka at 127.0.0.1:29092 is running on
            """)
    void aMistakeIsOneSentence(String arguments, String sentence) {
        CommandLine line = PleuraCommand.commandLine();
        line.setErr(new PrintWriter(errors));
        assertThat(line.execute(
                        Arrays.stream(arguments.split(" ")).map(this::filled).toArray(String[]::new)))
                .isEqualTo(2);
        assertThat(errors.toString()).startsWith("pleura: " + filled(sentence)).doesNotContain("\tat ");
    }

    @Test
    void namesWhatIsMeantAndTheHelpInsteadOfPrintingIt() {
        CommandLine line = PleuraCommand.commandLine();
        line.setErr(new PrintWriter(errors));
        assertThat(line.execute("send", "--asociations", "3", "file")).isEqualTo(2);
        assertThat(errors.toString().lines())
                .containsExactly(
                        "pleura: Unknown option: '--asociations'",
                        "Possible solutions: --associations",
                        "./pleura send --help says more");
    }

    @Test
    void theDisksFailureIsOneSentence() {
        assertThat(fail(new AccessDeniedException("/data/blobs"), false)).isEqualTo(2);
        assertThat(fail(new IOException("No space left on device"), false)).isEqualTo(2);
        assertThat(errors.toString().lines())
                .containsExactly("pleura: no permission for /data/blobs", "pleura: No space left on device");
    }

    @Test
    void theProgramsFailureHasItsTrace() {
        for (Exception bug : List.of(
                new IllegalArgumentException("a bug"),
                new UncheckedIOException("an array does not fail", new IOException()),
                new IOException())) {
            assertThat(fail(bug, false)).isEqualTo(2);
            assertThat(errors.toString()).contains(bug.toString(), "\tat ");
        }
    }

    @Test
    void whateverFailsOnceTheStopSignalHasComeIsNoFailure() {
        for (Exception exception : List.of(
                new IllegalArgumentException("a bug"), new IOException("Stream closed"), new InterruptedException())) {
            assertThat(fail(exception, true)).isEqualTo(130);
        }
        assertThat(fail(new InterruptedException(), false)).isEqualTo(130);
        assertThat(errors.toString()).isEmpty();
    }

    /// With the folder for `{}`, and a space for `+`.
    private String filled(String text) {
        return text.replace('+', ' ').replace("{}", folder.toString());
    }

    private int fail(Exception exception, boolean stopping) {
        @Command(name = "failing")
        class Failing implements Callable<Integer> {
            @Override
            public Integer call() throws Exception {
                throw exception;
            }
        }
        return new CommandLine(new Failing())
                .setExecutionExceptionHandler(new Failures(() -> stopping))
                .setExitCodeExceptionMapper(thrown -> 2)
                .setErr(new PrintWriter(errors, true))
                .execute();
    }
}
