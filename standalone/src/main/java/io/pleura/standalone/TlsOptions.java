package io.pleura.standalone;

import io.pleura.ingest.tls.ClientTls;
import io.pleura.ingest.tls.Credentials;
import io.pleura.ingest.tls.PemFile;
import io.pleura.ingest.tls.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// TLS for commands that connect to DICOM nodes: the protocols and cipher suites of ingest's own port.
final class TlsOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--tls", description = "over TLS 1.3 or 1.2 (PS3.15 annex B.12); wants --trust")
    private boolean tls;

    @Option(
            names = "--trust",
            paramLabel = "PEM",
            description = "certificates of the authorities that sign receivers' certificates; may be repeated")
    private List<Path> trust = List.of();

    @Option(
            names = "--certificate",
            paramLabel = "PEM",
            description = "our certificate and its chain, for receivers that ask for one; wants --key")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "PEM", description = "its private key, PKCS #8, not encrypted")
    private @Nullable Path key;

    @Option(
            names = "--check-host",
            description = "the receiver's certificate must name the host of --to (those of DICOM nodes rarely do)")
    private boolean checkHost;

    /// Empty without --tls.
    Optional<ClientTls> tls() {
        if (!tls) {
            if (!trust.isEmpty() || certificate != null || key != null || checkHost) {
                throw wrong("--trust, --certificate, --key and --check-host are for --tls; give that too");
            }
            return Optional.empty();
        }
        if (trust.isEmpty()) {
            throw wrong("--tls wants --trust: a PEM file with the authority of the receiver's certificate");
        }
        try {
            return Optional.of(new ClientTls(credentials(), TlsFiles.trusted("--trust", trust), checkHost));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Credentials> credentials() {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw wrong("--certificate and --key go together");
        }
        return Optional.of(Credentials.of(new PemFile("--certificate", certificate), new PemFile("--key", key)));
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
