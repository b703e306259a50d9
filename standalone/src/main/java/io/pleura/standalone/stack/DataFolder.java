package io.pleura.standalone.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// Where a stack keeps everything between starts. One stack at a time: [#lock()].
public record DataFolder(Path root) {

    private static final int PASSWORD_BYTES = 12;

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /// Where the stack of a repository keeps it unless told otherwise.
    public static DataFolder in(Path repository) {
        return new DataFolder(repository.resolve(".pleura"));
    }

    public Path broker() {
        return root.resolve("broker");
    }

    /// The original DICOM bytes, shared by the three services.
    public Path blobs() {
        return root.resolve("blobs");
    }

    /// A service's own state.
    public Path work(Member member) {
        return root.resolve(member.lowerCaseName());
    }

    public Path log(Member member) {
        return root.resolve("logs").resolve(member.lowerCaseName() + ".log");
    }

    /// What a service unpacks or puts down for a moment. One that is killed leaves it, so it is emptied at each start.
    public Path temporary(Member member) {
        return root.resolve("temporary").resolve(member.lowerCaseName());
    }

    Path processIds() {
        return root.resolve("run");
    }

    Path processId(Member member) {
        return processIds().resolve(member.lowerCaseName() + ".pid");
    }

    void create() throws IOException {
        Files.createDirectories(root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(root.resolve("logs"));
        Files.createDirectories(processIds());
        for (Member member : Member.values()) {
            Files.createDirectories(work(member));
        }
        Files.createDirectories(blobs());
    }

    /// Takes the folder for this process until the channel is closed or the process ends, however it ends.
    ///
    /// @throws StackException when another process has it
    FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new StackException("another stack is running on " + root
                    + "; stop it, or give this one its own --data and --port-offset");
        }
        return channel;
    }

    /// The clinician's password: made at random once, then kept, readable by its owner alone.
    String password() throws IOException {
        Path file = root.resolve("password");
        if (Files.notExists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return Files.readString(file).strip();
    }
}
