package io.pleura.ingest.commit;

import io.pleura.ingest.commit.CommitmentRequest.Reference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// A request as a text file: a line each for version, transaction, requester, attempts, due time and instances, the
/// last line a CRC-32 of the lines before it.
final class CommitmentFile {

    private static final String VERSION = "pleura-commitment 1";
    private static final int HEADER_LINES = 5;

    private CommitmentFile() {}

    static byte[] encode(CommitmentRequest request) {
        StringBuilder body = new StringBuilder();
        body.append(VERSION).append('\n');
        body.append(request.transactionUid()).append('\n');
        body.append(request.aeTitle()).append('\n');
        body.append(request.attempts()).append('\n');
        body.append(request.due()).append('\n');
        for (Reference reference : request.references()) {
            body.append(reference.sopClassUid())
                    .append(' ')
                    .append(reference.sopInstanceUid())
                    .append('\n');
        }
        return (body + "crc " + crc(body.toString()) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// @throws IOException when the file is not as it was written
    static CommitmentRequest decode(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int check = text.lastIndexOf("crc ");
        if (!text.startsWith(VERSION + "\n")
                || check < 0
                || !text.substring(check + 4).strip().equals(crc(text.substring(0, check)))) {
            throw new IOException("damaged commitment request");
        }
        List<String> lines = text.substring(0, check).lines().toList();
        List<Reference> references = new ArrayList<>();
        for (String line : lines.subList(HEADER_LINES, lines.size())) {
            int space = line.indexOf(' ');
            references.add(new Reference(line.substring(0, space), line.substring(space + 1)));
        }
        return new CommitmentRequest(
                lines.get(1), lines.get(2), references, Integer.parseInt(lines.get(3)), Instant.parse(lines.get(4)));
    }

    private static String crc(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
