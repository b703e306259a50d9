package io.pleura.standalone.send;

import io.pleura.ingest.scu.Peer;
import io.pleura.ingest.tls.ClientTls;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A DICOM node to send to, and as whom.
public record Destination(Peer peer, String callingAeTitle) {

    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:\\s]+):(\\d{1,5})");

    /// @param tls what makes the connection secure; empty for bare TCP
    /// @throws IllegalArgumentException when `hostAndPort` is not of the form host:port
    public static Destination of(
            String hostAndPort, String calledAeTitle, String callingAeTitle, Optional<ClientTls> tls) {
        Matcher matcher = HOST_AND_PORT.matcher(hostAndPort);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + hostAndPort + "' is not of the form host:port");
        }
        return new Destination(
                new Peer(matcher.group(1), Integer.parseInt(matcher.group(2)), calledAeTitle, tls), callingAeTitle);
    }
}
