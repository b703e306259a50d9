package io.pleura.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class OrphansCommandTest {

    private final StringWriter errors = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --older-than PT59M     | --older-than: an hour (PT1H) at least
            --older-than yesterday | --older-than
            --move --restore       | mutually exclusive
            --blobs b              | --work
            --work w               | --blobs
            --pass-over scores-3   | write topic-partition@offset, like scores-3@17
            """)
    void refusesWhatCouldBeAMistake(String arguments, String why) {
        assertThat(execute("orphans " + arguments)).isEqualTo(2);
        assertThat(errors.toString()).contains(why);
    }

    @Test
    void refusesWithoutABlobStore(@TempDir Path folder) {
        assertThat(execute("orphans --blobs %1$s/none --work %1$s".formatted(folder)))
                .isEqualTo(2);
        assertThat(errors.toString()).startsWith("pleura: there is no blob store at " + folder);
    }

    private int execute(String arguments) {
        CommandLine line = PleuraCommand.commandLine();
        line.setErr(new PrintWriter(errors));
        return line.execute(arguments.split(" "));
    }
}
