package io.pleura.imaging.codec;

/// The pixel cells of one frame (PS3.5 section 8.1.1): row by row from the top left, each with a sample somewhere among
/// its bits. A record owns its array, and nobody writes there once it is made.
sealed interface Cells {

    /// @param samples of so many bits each
    static Cells of(int[] samples, int bits) {
        if (bits > Short.SIZE) {
            return new Wide(samples);
        }
        short[] cells = new short[samples.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (short) samples[i];
        }
        return new Narrow(cells);
    }

    int count();

    /// A narrow cell is unsigned: 0 to 65535.
    int at(int index);

    /// Cells of 16 bits or fewer: those of all radiographs but for odd ones.
    record Narrow(short[] values) implements Cells {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public int at(int index) {
            return Short.toUnsignedInt(values[index]);
        }
    }

    record Wide(int[] values) implements Cells {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public int at(int index) {
            return values[index];
        }
    }
}
