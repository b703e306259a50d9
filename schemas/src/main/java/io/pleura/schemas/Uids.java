package io.pleura.schemas;

import java.util.regex.Pattern;

/// The syntax of a DICOM UID (PS3.5 section 9.1): up to 64 characters, numeric components separated by dots.
///
/// Leading zeros in a component break the standard, yet files in the field have them, so they pass.
final class Uids {

    private static final int MAX_LENGTH = 64;
    private static final Pattern SYNTAX = Pattern.compile("\\d+(\\.\\d+)*");

    private Uids() {}

    static String check(String what, String value) {
        if (value.length() > MAX_LENGTH || !SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must be a DICOM UID (digits and dots, at most 64 characters): " + quote(value));
        }
        return value;
    }

    private static String quote(String value) {
        String shown = value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) + "..." : value;
        return '"' + shown.replaceAll("[^\\x20-\\x7e]", "?") + '"';
    }
}
