package io.pleura.ingest.receive.stow;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A media type with its parameters (RFC 9110 section 8.3.1).
///
/// @param parameters by lower-case name, without quotes
record ContentType(String type, Map<String, String> parameters) {

    static ContentType parse(String value) {
        int semicolon = value.indexOf(';');
        String type =
                (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new HashMap<>();
        int position = semicolon;
        while (position >= 0 && position < value.length()) {
            int equals = value.indexOf('=', position);
            if (equals < 0) {
                break;
            }
            String name = value.substring(position + 1, equals).strip().toLowerCase(Locale.ROOT);
            boolean quoted = equals + 1 < value.length() && value.charAt(equals + 1) == '"';
            int end = quoted ? value.indexOf('"', equals + 2) : value.indexOf(';', equals);
            end = end < 0 ? value.length() : end;
            parameters.put(
                    name, value.substring(quoted ? equals + 2 : equals + 1, end).strip());
            position = value.indexOf(';', end);
        }
        return new ContentType(type, Map.copyOf(parameters));
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
