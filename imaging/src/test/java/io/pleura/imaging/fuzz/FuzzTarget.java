package io.pleura.imaging.fuzz;

import java.util.List;

/// Something that takes bytes from outside. To add one: a class that implements this, beside what it tests, and
/// a line in `META-INF/services`. One thread.
public interface FuzzTarget {

    /// As the command and the folder of regression files call it.
    String name();

    /// Has the bytes taken, and throws whenever what must always hold does not. A refusal as declared is no failure.
    void accept(byte[] input) throws Exception;

    /// Small inputs that are taken, so that the fuzzer need not invent the format.
    List<byte[]> seeds() throws Exception;

    /// Whether inputs are DICOM files, so that real ones may be seeds too.
    default boolean takesFiles() {
        return false;
    }

    /// How many bytes may be allocated at most while this input is taken.
    long mostBytes(byte[] input);
}
