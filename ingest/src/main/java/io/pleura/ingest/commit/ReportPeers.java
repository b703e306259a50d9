package io.pleura.ingest.commit;

import io.pleura.ingest.IngestConfig;
import io.pleura.ingest.scu.Peer;
import io.pleura.ingest.tls.ClientTls;
import io.pleura.ingest.tls.TlsFiles;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where requesters of storage commitment listen, as the settings have it: `host:port`, or `tls://host:port`.
public final class ReportPeers {

    private static final Pattern ADDRESS = Pattern.compile("(tls://)?([^/\\s]+):([0-9]{1,5})");
    private static final int MAX_PORT = 65535;

    private ReportPeers() {}

    /// Whether a setting is an address.
    public static boolean isAddress(String setting) {
        Matcher matcher = ADDRESS.matcher(setting);
        return matcher.matches() && Integer.parseInt(matcher.group(3)) <= MAX_PORT;
    }

    /// Whether a setting, which is an address, says TLS.
    public static boolean saysTls(String setting) {
        Matcher matcher = ADDRESS.matcher(setting);
        return matcher.matches() && matcher.group(1) != null;
    }

    /// By AE title.
    ///
    /// @throws IllegalArgumentException when a peer says TLS and its files are not what that needs
    public static Map<String, Peer> of(IngestConfig config) {
        Map<String, String> settings = config.commitment().peers();
        Optional<ClientTls> tls = settings.values().stream().anyMatch(ReportPeers::saysTls)
                ? Optional.of(new ClientTls(
                        TlsFiles.credentials(config.tls()),
                        TlsFiles.trusted(config.tls()),
                        config.tls().checkHost()))
                : Optional.empty();
        Map<String, Peer> peers = new HashMap<>();
        settings.forEach((title, setting) -> peers.put(title, peer(title, setting, tls)));
        return peers;
    }

    private static Peer peer(String aeTitle, String setting, Optional<ClientTls> tls) {
        Matcher matcher = ADDRESS.matcher(setting);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(setting + " is no address");
        }
        return new Peer(
                matcher.group(2),
                Integer.parseInt(matcher.group(3)),
                aeTitle,
                matcher.group(1) == null ? Optional.empty() : tls);
    }
}
