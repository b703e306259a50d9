package io.pleura.training.phantom;

/// A letter as seven rows of five dots, the leftmost in the highest bit.
record Glyph(int[] rows) {

    private static final int COLUMNS = 5;

    static Glyph of(char letter) {
        return new Glyph(
                switch (letter) {
                    case 'A' -> new int[] {0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001};
                    case 'B' -> new int[] {0b11110, 0b10001, 0b11110, 0b10001, 0b10001, 0b10001, 0b11110};
                    case 'C' -> new int[] {0b01111, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b01111};
                    case 'E' -> new int[] {0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111};
                    case 'G' -> new int[] {0b01111, 0b10000, 0b10000, 0b10011, 0b10001, 0b10001, 0b01111};
                    case 'I' -> new int[] {0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110};
                    case 'L' -> new int[] {0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111};
                    case 'N' -> new int[] {0b10001, 0b11001, 0b11001, 0b10101, 0b10011, 0b10011, 0b10001};
                    case 'O' -> new int[] {0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110};
                    case 'P' -> new int[] {0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000};
                    case 'R' -> new int[] {0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001};
                    case 'S' -> new int[] {0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110};
                    case 'T' -> new int[] {0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100};
                    case 'U' -> new int[] {0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110};
                    case 'V' -> new int[] {0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b01010, 0b00100};
                    case ' ' -> new int[] {0, 0, 0, 0, 0, 0, 0};
                    default -> throw new IllegalArgumentException("no dots for " + letter);
                });
    }

    boolean inked(int row, int column) {
        return (rows[row] >> (COLUMNS - 1 - column) & 1) == 1;
    }
}
