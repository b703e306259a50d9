package io.pleura.ingest.store;

import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SopInstanceUid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/// A claim as a text file, one `name value` a line, the last one a CRC-32 of the lines before it.
final class ClaimFile {

    private static final String VERSION = "pleura-claim 1";

    private ClaimFile() {}

    static byte[] encode(Claim claim) {
        String body = String.join(
                "\n",
                VERSION,
                "instance " + claim.instance(),
                "hash " + claim.hash(),
                "sequence " + claim.sequence(),
                "owner " + claim.owner(),
                "topic " + claim.topic(),
                "partition " + claim.partition(),
                "offset " + claim.offset(),
                "key " + claim.key(),
                "event " + Base64.getEncoder().encodeToString(claim.event()),
                "");
        return (body + "crc " + crc(body) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// @throws DamagedEntryException when the file is not as it was written
    static Claim decode(byte[] bytes) throws DamagedEntryException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int checkLine = text.lastIndexOf("crc ");
        if (!text.startsWith(VERSION + "\n")
                || checkLine < 0
                || !text.substring(checkLine + 4).strip().equals(crc(text.substring(0, checkLine)))) {
            throw new DamagedEntryException();
        }
        Map<String, String> values = new HashMap<>();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            values.put(line.substring(0, space), line.substring(space + 1));
        });
        return new Claim(
                new SopInstanceUid(value(values, "instance")),
                new ContentHash(value(values, "hash")),
                Long.parseLong(values.getOrDefault("sequence", "0")), // files of earlier versions have none
                value(values, "owner"),
                value(values, "topic"),
                Integer.parseInt(value(values, "partition")),
                Long.parseLong(value(values, "offset")),
                value(values, "key"),
                Base64.getDecoder().decode(value(values, "event")));
    }

    private static String value(Map<String, String> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static String crc(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
