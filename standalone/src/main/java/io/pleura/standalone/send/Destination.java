package io.pleura.standalone.send;

import io.pleura.ingest.scu.Peer;
import io.pleura.ingest.tls.ClientTls;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A DICOM node to send to, and as whom.
public record Destination(Peer peer, String callingAeTitle) {

    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:\\s]+):(\\d{1,5})");
    private static final int MAX_PORT = 65535;

    /// @param tls what makes the connection secure; empty for bare TCP
    /// @throws IllegalArgumentException when `hostAndPort` is not of the form host:port, or there is no such port
    public static Destination of(
            String hostAndPort, String calledAeTitle, String callingAeTitle, Optional<ClientTls> tls) {
        Matcher matcher = HOST_AND_PORT.matcher(hostAndPort);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + hostAndPort + "' is not of the form host:port, such as pacs:104");
        }
        int port = Integer.parseInt(matcher.group(2));
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port of '" + hostAndPort + "' is not between 1 and " + MAX_PORT);
        }
        return new Destination(new Peer(matcher.group(1), port, calledAeTitle, tls), callingAeTitle);
    }
}
