package io.pleura.ingest.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file in PEM (RFC 7468) that a setting or an option names. Whatever is wrong with it is said with that name, the
/// file and what to do.
///
/// @param setting as whoever wrote it knows it, e.g. `pleura.ingest.tls.key`
public record PemFile(String setting, Path file) {

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PKCS8_KEY = "PRIVATE KEY";
    public static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /// A chain has a few kilobytes, the authorities of a whole country some hundred.
    private static final long MAX_BYTES = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private record Block(String label, String content) {}

    /// All certificates in the file, in its order.
    ///
    /// @throws IllegalArgumentException when there is none, or one that cannot be read
    public List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks()) {
            if (block.label().equals(CERTIFICATE)) {
                certificates.add(certificate(decode(block)));
            }
        }
        if (certificates.isEmpty()) {
            throw wrong("has no BEGIN CERTIFICATE; give the certificates in PEM (from DER: openssl x509 -inform DER)");
        }
        return certificates;
    }

    /// The private key.
    ///
    /// @throws IllegalArgumentException when there is none that can be read
    PrivateKey privateKey() {
        for (Block block : blocks()) {
            if (block.label().equals(PKCS8_KEY)) {
                return privateKey(decode(block));
            }
            if (block.label().equals("ENCRYPTED " + PKCS8_KEY)) {
                throw wrong(
                        "is encrypted; decrypt it (openssl pkcs8 -in OLD -out NEW) and let only the program read it");
            }
            if (block.label().endsWith(" " + PKCS8_KEY)) {
                throw wrong("is not PKCS #8; convert it (openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW)");
            }
        }
        throw wrong("has no BEGIN PRIVATE KEY; give the private key in PEM, PKCS #8, not encrypted");
    }

    /// What is wrong with this file, for whoever starts the service.
    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("%s: %s %s".formatted(setting, file.toAbsolutePath(), what));
    }

    private List<Block> blocks() {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw wrong("has more than " + MAX_BYTES + " bytes; it is no PEM file of ours");
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw wrong("cannot be read (%s); check the path, and that it may be read"
                    .formatted(e.getClass().getSimpleName()));
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private byte[] decode(Block block) {
        try {
            return Base64.getMimeDecoder().decode(block.content());
        } catch (IllegalArgumentException e) {
            throw wrong("is damaged: what stands between its BEGIN and END lines is no Base64");
        }
    }

    private X509Certificate certificate(byte[] encoded) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw wrong("is damaged: one of its certificates cannot be read");
        }
    }

    private PrivateKey privateKey(byte[] encoded) {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // One of another algorithm, perhaps.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        }
        throw wrong("holds no private key of RSA, EC or EdDSA");
    }
}
