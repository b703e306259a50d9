package io.pleura.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.ingest.receive.dimse.TestAuthority;
import io.pleura.standalone.ingest.Dcmtk;
import io.pleura.standalone.ingest.TestObjects;
import io.pleura.standalone.peer.Storescp;
import io.pleura.standalone.stack.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// `pleura send --tls` to DCMTK's receiver, which wants a certificate of its hospital. Skipped where that is not
/// installed, except in continuous integration.
@Timeout(60)
class SendOverTlsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Storescp storescp;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        Dcmtk.require("storescp");
        TestAuthority hospital = new TestAuthority("hospital");
        TestAuthority stranger = new TestAuthority("stranger");
        hospital.issue("archive").write(folder, "archive");
        hospital.issue("sender").write(folder, "sender");
        stranger.issue("sender").write(folder, "unknown");
        Files.writeString(folder.resolve("hospital.pem"), hospital.pem());
        Files.writeString(folder.resolve("stranger.pem"), stranger.pem());
        Files.write(folder.resolve("object.dcm"), TestObjects.radiograph());
        storescp = Storescp.start(
                folder, List.of("+tls", file("archive.key"), file("archive.pem"), "+cf", file("hospital.pem")));
    }

    @AfterAll
    static void stop() {
        if (storescp != null) {
            storescp.close();
        }
    }

    @Test
    void storesWhereBothSidesTrustEachOther() throws Exception {
        assertThat(send("--tls --trust {}/hospital.pem --certificate {}/sender.pem --key {}/sender.key"))
                .as(out.toString())
                .isZero();

        assertThat(out.toString()).contains("1 of 1 files stored");
        assertThat(received()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a receiver of another authority     | --trust {}/stranger.pem --certificate {}/sender.pem --key {}/sender.key \
            | its certificate is of none of the trusted authorities
            ourselves, of another authority     | --trust {}/hospital.pem --certificate {}/unknown.pem --key {}/unknown.key \
            | perhaps because it does not trust our certificate, or wants one
            ourselves, without a certificate    | --trust {}/hospital.pem | perhaps because it does not trust our certificate, or wants one
            a receiver whose certificate names no host | --trust {}/hospital.pem --certificate {}/sender.pem \
            --key {}/sender.key --check-host | subject alternative names
            """)
    void sendsNothingWhereItCannotBeTrusted(String who, String options, String why) throws Exception {
        int before = received().size();

        assertThat(send("--tls " + options)).isEqualTo(1);

        assertThat(out.toString()).contains("FAILED", why);
        assertThat(received()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --tls                                          | --tls wants --trust
            --trust {}/hospital.pem                        | are for --tls
            --check-host                                   | are for --tls
            --tls --trust {}/none.pem                      | --trust: {}/none.pem cannot be read
            --tls --trust {}/sender.key                    | has no BEGIN CERTIFICATE
            --tls --trust {}/hospital.pem --key {}/sender.key | --certificate and --key go together
            --tls --trust {}/hospital.pem --certificate {}/sender.pem --key {}/archive.key | does not belong
            """)
    void saysWhatIsMissing(String options, String why) {
        assertThat(send(options)).isEqualTo(2);

        assertThat(errors.toString()).contains(why.replace("{}", folder.toString()));
    }

    private int send(String options) {
        List<String> arguments = new ArrayList<>(
                List.of("send", "--to", Ports.HOST + ":" + storescp.port(), "--called", Storescp.AE_TITLE));
        arguments.addAll(List.of(options.replace("{}", folder.toString()).split(" +")));
        arguments.add(file("object.dcm"));
        CommandLine line = PleuraCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(errors));
        return line.execute(arguments.toArray(String[]::new));
    }

    private static List<Path> received() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("received"))) {
            return files.toList();
        }
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }
}
