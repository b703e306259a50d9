package io.pleura.standalone.send;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A DICOM node to send to, and as whom.
public record Destination(String host, int port, String calledAeTitle, String callingAeTitle) {

    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:\\s]+):(\\d{1,5})");

    /// @throws IllegalArgumentException when `hostAndPort` is not of the form host:port
    public static Destination of(String hostAndPort, String calledAeTitle, String callingAeTitle) {
        Matcher matcher = HOST_AND_PORT.matcher(hostAndPort);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + hostAndPort + "' is not of the form host:port");
        }
        return new Destination(matcher.group(1), Integer.parseInt(matcher.group(2)), calledAeTitle, callingAeTitle);
    }
}
