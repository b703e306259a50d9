package io.pleura.ingest.receive.dimse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/// A certificate authority for tests: issues X.509 certificates (RFC 5280) for keys on P-256, valid for a day. Writes
/// the few ASN.1 structures that this takes, because the JDK has no public way to make a certificate.
public final class TestAuthority {

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;

    // Object identifiers with their tag and length.
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] BASIC_CONSTRAINTS = HexFormat.of().parseHex("0603551d13");
    private static final byte[] TRUE = HexFormat.of().parseHex("0101ff");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /// A certificate and its key.
    public record Identity(X509Certificate certificate, PrivateKey key) {

        /// Writes `NAME.pem` and `NAME.key` into a folder.
        public void write(Path folder, String name) throws IOException, GeneralSecurityException {
            Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", certificate.getEncoded()));
            Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        }
    }

    public TestAuthority(String name) throws GeneralSecurityException {
        this.name = name;
        keys = keys();
        certificate = issue(name, keys, true);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public String pem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    public Identity issue(String subject) throws GeneralSecurityException {
        KeyPair pair = keys();
        return new Identity(issue(subject, pair, false), pair.getPrivate());
    }

    public static String pem(String label, byte[] encoded) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, lines);
    }

    private X509Certificate issue(String subject, KeyPair pair, boolean authority) throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] unsigned = der(
                SEQUENCE,
                der(VERSION, der(INTEGER, new byte[] {2})),
                der(
                        INTEGER,
                        new BigInteger(63, new SecureRandom())
                                .add(BigInteger.ONE)
                                .toByteArray()),
                der(SEQUENCE, ECDSA_WITH_SHA256),
                name(name),
                der(SEQUENCE, time(now.minus(Duration.ofHours(1))), time(now.plus(Duration.ofDays(1)))),
                name(subject),
                pair.getPublic().getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, basicConstraints(authority))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(unsigned);
        byte[] signed = der(
                SEQUENCE,
                unsigned,
                der(SEQUENCE, ECDSA_WITH_SHA256),
                der(BIT_STRING, new byte[] {0}, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static byte[] name(String commonName) {
        byte[] text = der(UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8));
        return der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text)));
    }

    private static byte[] time(Instant instant) {
        return der(GENERALIZED_TIME, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] basicConstraints(boolean authority) {
        byte[] value = authority ? der(SEQUENCE, TRUE) : der(SEQUENCE);
        return der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(OCTET_STRING, value));
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            body.writeBytes(content);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        if (body.size() >= 0x80) {
            byte[] length = BigInteger.valueOf(body.size()).toByteArray();
            int sign = length[0] == 0 ? 1 : 0;
            whole.write(0x80 | length.length - sign);
            whole.write(length, sign, length.length - sign);
        } else {
            whole.write(body.size());
        }
        whole.writeBytes(body.toByteArray());
        return whole.toByteArray();
    }
}
