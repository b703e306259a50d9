package io.pleura.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.events.RadiographReceived;
import io.pleura.ingest.receive.dimse.DimseScp;
import io.pleura.ingest.receive.dimse.TestAuthority;
import io.pleura.standalone.TestTool.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// DCMTK's senders over TLS, with certificates that are known here and with others. Skipped where they are not
/// installed, except in continuous integration.
@Timeout(180)
class DcmtkTlsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static IngestFixture fixture;

    @SuppressWarnings("NullAway.Init")
    private static DimseScp scp;

    @BeforeAll
    static void start() throws Exception {
        Dcmtk.require("storescu", "echoscu");
        TestAuthority hospital = new TestAuthority("hospital");
        TestAuthority stranger = new TestAuthority("stranger");
        hospital.issue("pleura").write(folder, "pleura");
        hospital.issue("modality").write(folder, "modality");
        stranger.issue("modality").write(folder, "unknown");
        Files.writeString(folder.resolve("hospital.pem"), hospital.pem());
        Files.writeString(folder.resolve("stranger.pem"), stranger.pem());
        fixture = new IngestFixture(folder);
        scp = fixture.scp(fixture.ingest(Map.of(
                "tls.enabled", "true",
                "tls.port", "0",
                "tls.certificate", file("pleura.pem"),
                "tls.key", file("pleura.key"),
                "tls.trusted-certificates", file("hospital.pem"))));
    }

    @AfterAll
    static void stop() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void echoSucceeds() throws Exception {
        assertThat(secured("echoscu", "modality", "hospital", List.of()).output())
                .contains("Received Echo Response (Success)");
    }

    @Test
    void aRadiographIsStored() throws Exception {
        Path object = Files.write(folder.resolve("stored.dcm"), TestObjects.file(2200, same -> same));

        Run run = secured("storescu", "modality", "hospital", List.of(object));

        assertThat(run.output()).contains("Received Store Response (Success)");
        assertThat(fixture.received())
                .extracting(RadiographReceived::getSopInstanceUid)
                .contains(TestObjects.instanceUid(2200));
    }

    @Test
    void aSenderOfAnotherAuthorityIsRefused() throws Exception {
        Path object = Files.write(folder.resolve("refused.dcm"), TestObjects.file(2201, same -> same));

        Run run = secured("storescu", "unknown", "hospital", List.of(object));

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("Association Request Failed").doesNotContain("Success");
        assertThat(fixture.received())
                .extracting(RadiographReceived::getSopInstanceUid)
                .doesNotContain(TestObjects.instanceUid(2201));
    }

    @Test
    void aSenderThatTrustsAnotherAuthorityRefusesUs() throws Exception {
        Run run = secured("echoscu", "modality", "stranger", List.of());

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("certificate verify failed");
    }

    @Test
    void aSenderWithoutCertificateIsRefused() throws Exception {
        Run run = Dcmtk.run("echoscu", List.of("-v", "+tla", "-ic", "-aec", "PLEURA"), scp.tlsPort(), List.of());

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).doesNotContain("Success");
    }

    @Test
    void aSenderWithoutTlsGetsNoAssociationOnTheTlsPort() throws Exception {
        Run run = Dcmtk.run("echoscu", List.of("-v", "-aec", "PLEURA"), scp.tlsPort(), List.of());

        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("Association Request Failed");
    }

    private static Run secured(String tool, String identity, String trusted, List<Path> files) throws Exception {
        List<String> options = new ArrayList<>(List.of("-v", "-aec", "PLEURA"));
        options.addAll(List.of("+tls", file(identity + ".key"), file(identity + ".pem")));
        options.addAll(List.of("+cf", file(trusted + ".pem")));
        return Dcmtk.run(tool, options, scp.tlsPort(), files);
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }
}
