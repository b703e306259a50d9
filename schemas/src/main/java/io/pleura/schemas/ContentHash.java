package io.pleura.schemas;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// SHA-256 of a blob's bytes, 64 lower-case hexadecimal digits: the blob's address.
public record ContentHash(String value) {

    private static final Pattern SYNTAX = Pattern.compile("[0-9a-f]{64}");

    public ContentHash {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("a content hash is 64 lower-case hexadecimal digits");
        }
    }

    public static ContentHash of(byte[] bytes) {
        return ofDigest(newDigest().digest(bytes));
    }

    /// From a finished digest; for data that is hashed while it streams.
    public static ContentHash ofDigest(byte[] sha256) {
        if (sha256.length != 32) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + sha256.length);
        }
        return new ContentHash(HexFormat.of().formatHex(sha256));
    }

    /// A fresh SHA-256.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
