package io.pleura.ingest.tls;

import io.pleura.ingest.IngestConfig.Tls;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the settings `pleura.ingest.tls` name, read.
public final class TlsFiles {

    private static final String PREFIX = "pleura.ingest.tls.";

    private TlsFiles() {}

    /// Our certificate and key; empty where there are none.
    ///
    /// @throws IllegalArgumentException that names the file and says what to do
    public static Optional<Credentials> credentials(Tls settings) {
        return settings.certificate().isEmpty() || settings.key().isEmpty()
                ? Optional.empty()
                : Optional.of(Credentials.of(
                        new PemFile(
                                PREFIX + "certificate", settings.certificate().get()),
                        new PemFile(PREFIX + "key", settings.key().get())));
    }

    /// The authorities of peers' certificates.
    ///
    /// @throws IllegalArgumentException that names the file and says what to do
    public static List<X509Certificate> trusted(Tls settings) {
        return trusted(
                PREFIX + "trusted-certificates", settings.trustedCertificates().orElse(List.of()));
    }

    /// @param setting that names the files
    public static List<X509Certificate> trusted(String setting, List<Path> files) {
        List<X509Certificate> trusted = new ArrayList<>();
        for (Path file : files) {
            trusted.addAll(new PemFile(setting, file).certificates());
        }
        return trusted;
    }
}
