package io.pleura.training.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over what decides the content of a data set.
final class Hashing {

    private final MessageDigest digest = sha256();
    private final boolean changeTimes;

    /// @param folder tells whether its files know when they were last changed in any way
    Hashing(Path folder) throws IOException {
        this.changeTimes = Files.getFileStore(folder).supportsFileAttributeView("unix")
                || folder.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /// First eight bytes of the SHA-256 of the pixels.
    static long of(short[] pixels) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * pixels.length);
        bytes.asShortBuffer().put(pixels);
        return ByteBuffer.wrap(sha256().digest(bytes.array())).getLong();
    }

    Hashing add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return this;
    }

    /// Content, for tables.
    Hashing addContent(Path file) throws IOException {
        return add(file.toString()).add(hex(Files.readAllBytes(file)));
    }

    /// Size and times, for images, of which there are too many to read. The change time moves even where a copying
    /// tool puts the old modification time back.
    Hashing addState(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        add(file.toString()).add(attributes.size() + " " + attributes.lastModifiedTime());
        if (changeTimes && Files.getAttribute(file, "unix:ctime") instanceof FileTime changed) {
            add(changed.toString());
        }
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
