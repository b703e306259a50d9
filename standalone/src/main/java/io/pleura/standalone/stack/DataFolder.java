package io.pleura.standalone.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Where a stack keeps everything between starts. One stack at a time: [#lock()].
public record DataFolder(Path root) {

    private static final int PASSWORD_BYTES = 12;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /// What `./pleura` leaves in a repository's folder before its first stack.
    private static final Set<String> OF_LAUNCHER = Set.of("build.log", "fuzz", "fuzz.classpath");

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

    /// Makes what is missing of it, closed to other users. A folder that is there keeps its mode.
    ///
    /// @throws StackException when it cannot be made, or has files of something else in it
    void create() {
        try {
            createRoot();
            for (Path folder : parts()) {
                Files.createDirectories(folder, OWNER_ONLY);
            }
        } catch (IOException e) {
            throw new StackException("the data folder %s cannot be made: %s; give another one with --data"
                    .formatted(root, DiskFailure.words(e)));
        }
    }

    private void createRoot() throws IOException {
        if (Files.isDirectory(root)) {
            refuseOthers();
        } else {
            Path parent = root.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(root, OWNER_ONLY);
        }
        // What a later start knows the folder by.
        if (Files.notExists(lockFile())) {
            Files.createFile(lockFile());
        }
    }

    private List<Path> parts() {
        List<Path> parts =
                new ArrayList<>(List.of(root.resolve("logs"), processIds(), blobs(), root.resolve("temporary")));
        for (Member member : Member.values()) {
            parts.add(work(member));
        }
        return parts;
    }

    /// A folder that something else uses is no place for a stack, such as `/tmp`.
    private void refuseOthers() throws IOException {
        if (Files.exists(lockFile())) {
            return;
        }
        try (Stream<Path> entries = Files.list(root)) {
            Optional<Path> other = entries.filter(
                            entry -> !OF_LAUNCHER.contains(entry.getFileName().toString()))
                    .findAny();
            if (other.isPresent()) {
                throw new StackException(
                        "%s is no data folder of Pleura and not empty: it has %s; give --data a new folder"
                                .formatted(root, other.get().getFileName()));
            }
        }
    }

    /// Takes the folder for this process until the channel is closed or the process ends, however it ends.
    ///
    /// @param kafka the address of the stack's Kafka, by which [#isOfStackAt] knows it
    /// @throws StackException when another process has it
    public FileChannel lock(String kafka) throws IOException {
        FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new StackException("another stack is running on " + root
                    + "; stop it, or give this one its own --data and --port-offset");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(kafka.getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    /// Whether a stack with its Kafka at this address is running on this folder; not so where nobody may tell. For
    /// other processes than the stack's own, whose lock would end with the look at it (POSIX).
    public boolean isOfStackAt(String kafka) {
        try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.READ)) {
            return isLocked(channel) && Files.readString(lockFile()).equals(kafka);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try (FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private Path lockFile() {
        return root.resolve("lock");
    }

    /// The clinician's password: made at random once, then kept, readable by its owner alone.
    String password() throws IOException {
        Path file = root.resolve("password");
        // Earlier releases could leave an empty one when they were killed at their first start.
        if (Files.notExists(file) || Files.size(file) == 0) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Path whole = root.resolve("password.part");
            Files.deleteIfExists(whole);
            Files.createFile(whole, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(whole, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }
}
