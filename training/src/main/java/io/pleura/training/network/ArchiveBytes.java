package io.pleura.training.network;

import java.io.ByteArrayOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.ArchiveWriter;
import org.bytedeco.pytorch.OutputArchive;

/// libtorch's archive in memory. Written to a file by libtorch itself, it ends the process where the disk is full,
/// without an exception.
public final class ArchiveBytes extends ArchiveWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private ArchiveBytes() {}

    public static byte[] of(OutputArchive archive) {
        try (ArchiveBytes writer = new ArchiveBytes()) {
            archive.save_to(writer);
            return writer.bytes.toByteArray();
        }
    }

    /// Called by libtorch with each piece.
    @Override
    public long call(Pointer data, long size) {
        byte[] piece = new byte[Math.toIntExact(size)];
        new BytePointer(data).get(piece);
        bytes.writeBytes(piece);
        return size;
    }
}
