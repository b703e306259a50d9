package io.pleura.ingest.receive.stow;

import io.pleura.imaging.fuzz.FuzzTarget;
import io.pleura.imaging.fuzz.Trickle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A body of parts: the content type up to the first line feed, then the body. It reads the same whatever pieces it
/// arrives in, and the parts come out again of a body made of them.
public final class MultipartTarget implements FuzzTarget {

    private static final String CONTENT_TYPE = "multipart/related; type=\"application/dicom\"; boundary=b\n";

    @Override
    public String name() {
        return "multipart";
    }

    /// @param parts up to the end, or to where the body is refused
    private record Outcome(List<Part> parts, boolean whole) {}

    private record Part(Map<String, String> headers, byte[] content) {

        boolean isSame(Part other) {
            return headers.equals(other.headers) && Arrays.equals(content, other.content);
        }
    }

    @Override
    public void accept(byte[] input) throws Exception {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        ContentType type = ContentType.parse(new String(input, 0, end, StandardCharsets.ISO_8859_1));
        String boundary = type.parameter("boundary");
        byte[] body = end < input.length ? Arrays.copyOfRange(input, end + 1, input.length) : new byte[0];
        Outcome outcome = read(new ByteArrayInputStream(body), boundary);
        requireSame(outcome, read(new Trickle(body), boundary));
        boolean usual = boundary.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (outcome.whole && usual) {
            requireSame(outcome, read(new ByteArrayInputStream(write(outcome.parts, boundary)), boundary));
        }
    }

    private static Outcome read(InputStream body, String boundary) throws IOException {
        List<Part> parts = new ArrayList<>();
        byte[] piece = new byte[256];
        try {
            MultipartReader reader = new MultipartReader(body, boundary);
            for (Optional<MultipartReader.Part> part = reader.next(); part.isPresent(); part = reader.next()) {
                parts.add(new Part(part.get().headers(), readAll(part.get().content(), piece)));
            }
            return new Outcome(parts, true);
        } catch (MalformedMultipartException e) {
            return new Outcome(parts, false);
        }
    }

    /// By way of a piece of our own: the platform takes 16 KiB for each part, which would count as the reader's.
    private static byte[] readAll(InputStream content, byte[] piece) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int count = content.read(piece); count >= 0; count = content.read(piece)) {
            all.write(piece, 0, count);
        }
        return all.toByteArray();
    }

    private static byte[] write(List<Part> parts, String boundary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            out.writeBytes(latin("--" + boundary + "\r\n"));
            part.headers.forEach((name, value) -> out.writeBytes(latin(name + ": " + value + "\r\n")));
            out.writeBytes(latin("\r\n"));
            out.writeBytes(part.content);
            out.writeBytes(latin("\r\n"));
        }
        out.writeBytes(latin("--" + boundary + "--"));
        return out.toByteArray();
    }

    private static void requireSame(Outcome one, Outcome other) {
        boolean same = one.whole == other.whole && one.parts.size() == other.parts.size();
        for (int i = 0; same && i < one.parts.size(); i++) {
            same = one.parts.get(i).isSame(other.parts.get(i));
        }
        if (!same) {
            throw new AssertionError("the same body reads otherwise");
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                seed("preamble\r\n--b\r\nContent-Type: application/dicom\r\n\r\none\r\n--b\r\n"
                        + "content-type:application/dicom\r\nContent-Location: x\r\n\r\ntwo\r\n--b--\r\nepilogue"),
                seed("--b  \r\n\r\n\r\r\n\n--\r\n--b--"),
                seed("--b\r\nX: y\r\n\r\n\r\n--b\r\nX: y\r\n\r\n--b--"),
                seed("--b\r\n\r\nthe end is missing"),
                latin("multipart/related;boundary=\"a b;c\"\n--a b;c\r\n\r\nx\r\n--a b;c--"),
                latin("text/plain\nno boundary"));
    }

    /// Three readers, each with a buffer of 64 KiB.
    @Override
    public long mostBytes(byte[] input) {
        return (512L << 10) + 512L * input.length;
    }

    private static byte[] seed(String body) {
        return latin(CONTENT_TYPE + body);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
