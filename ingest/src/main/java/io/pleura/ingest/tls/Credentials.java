package io.pleura.ingest.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// What we show peers: a certificate with the authorities between it and the root, and the private key that proves it
/// ours.
///
/// @param chain our own certificate first
public record Credentials(PrivateKey key, List<X509Certificate> chain) {

    public Credentials {
        chain = List.copyOf(chain);
    }

    /// Reads a pair.
    ///
    /// @throws IllegalArgumentException that names the file and says what to do
    public static Credentials of(PemFile certificate, PemFile key) {
        List<X509Certificate> chain = certificate.certificates();
        PrivateKey privateKey = key.privateKey();
        if (!belongTogether(privateKey, chain.getFirst())) {
            throw key.wrong("does not belong to the first certificate of %s; give the pair, our own certificate first"
                    .formatted(certificate.file().toAbsolutePath()));
        }
        return new Credentials(privateKey, chain);
    }

    public Instant validUntil() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /// The key stays out.
    @Override
    public String toString() {
        return "Credentials[" + chain.getFirst().getSerialNumber() + "]";
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        byte[] probe = {1, 2, 3};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(probe);
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
