package io.pleura.imaging.codec;

/// A Huffman table (ITU-T T.81 annex C and section F.2.2.3): short codes by one look-up, long ones by length.
final class JpegHuffmanTable {

    private static final int MAX_CODE_BITS = 16;
    static final int LOOKUP_BITS = 9;

    /// For each 9 bits: code length << 8 | symbol, or 0 when the code is longer.
    private final short[] lookup = new short[1 << LOOKUP_BITS];
    private final int[] largestCode = new int[MAX_CODE_BITS + 2];
    private final int[] firstSymbolMinusCode = new int[MAX_CODE_BITS + 1];
    private final int[] symbols;

    /// @param counts of codes of length 1..16 (BITS)
    /// @param symbols in order of their codes (HUFFVAL)
    JpegHuffmanTable(int[] counts, int[] symbols) {
        this.symbols = symbols;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= MAX_CODE_BITS; length++) {
            firstSymbolMinusCode[length] = index - code;
            for (int i = 0; i < counts[length - 1]; i++) {
                if (code >= 1 << length) {
                    throw new Undecodable("a Huffman table has more codes than fit");
                }
                fillLookup(code, length, symbols[index]);
                code++;
                index++;
            }
            largestCode[length] = counts[length - 1] > 0 ? code - 1 : -1;
            code <<= 1;
        }
        largestCode[MAX_CODE_BITS + 1] = Integer.MAX_VALUE;
    }

    private void fillLookup(int code, int length, int symbol) {
        if (length <= LOOKUP_BITS) {
            int first = code << LOOKUP_BITS - length;
            for (int i = 0; i < 1 << LOOKUP_BITS - length; i++) {
                lookup[first + i] = (short) (length << 8 | symbol);
            }
        }
    }

    /// @param bits of which the lowest [#LOOKUP_BITS] count
    /// @return code length << 8 | symbol, or 0 when the code is longer
    int lookup(int bits) {
        return lookup[bits & (1 << LOOKUP_BITS) - 1];
    }

    /// The next symbol; consumes its code.
    int decode(JpegBits bits) {
        int entry = lookup[bits.peek(LOOKUP_BITS)];
        if (entry != 0) {
            bits.skip(entry >> 8);
            return entry & 0xFF;
        }
        return decodeLong(bits);
    }

    private int decodeLong(JpegBits bits) {
        int code = bits.peek(MAX_CODE_BITS);
        for (int length = LOOKUP_BITS + 1; length <= MAX_CODE_BITS; length++) {
            int candidate = code >> MAX_CODE_BITS - length;
            if (candidate <= largestCode[length]) {
                int index = candidate + firstSymbolMinusCode[length];
                if (index < 0 || index >= symbols.length) {
                    break;
                }
                bits.skip(length);
                return symbols[index];
            }
        }
        throw new Undecodable("no such Huffman code");
    }
}
