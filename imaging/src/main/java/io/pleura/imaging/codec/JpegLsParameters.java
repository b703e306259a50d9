package io.pleura.imaging.codec;

/// The coding parameters of a scan (ITU-T T.87 section C.2.4.1.1) and what follows from them (section A.2).
///
/// @param maximum MAXVAL: of the samples
/// @param near by how much a decoded sample may be off; 0 is lossless
/// @param threshold1 T1, T2 and T3 divide the gradients into regions
/// @param reset N at which the sums of a context are halved
record JpegLsParameters(int maximum, int near, int threshold1, int threshold2, int threshold3, int reset) {

    private static final int DEFAULT_RESET = 64;
    private static final int MAX_NEAR = 255;

    JpegLsParameters {
        boolean possible = maximum >= 1
                && maximum <= 0xFFFF
                && near <= Math.min(MAX_NEAR, maximum / 2)
                && threshold1 > near
                && threshold2 >= threshold1
                && threshold3 >= threshold2
                && threshold3 <= maximum
                && reset >= 3
                && reset <= Math.max(255, maximum);
        if (!possible) {
            throw new Undecodable("impossible JPEG-LS coding parameters");
        }
    }

    /// Table C.3: any of the stated values may be 0, which stands for its default.
    static JpegLsParameters of(int precision, int near, int maximum, int t1, int t2, int t3, int reset) {
        if (maximum >= 1 << precision) {
            throw new Undecodable("a JPEG-LS maximum beyond " + precision + " bits");
        }
        int largest = maximum == 0 ? (1 << precision) - 1 : maximum;
        int first = t1 == 0 ? clamp(scaled(largest, 3, 2, 3 * near), near + 1, largest) : t1;
        int second = t2 == 0 ? clamp(scaled(largest, 7, 3, 5 * near), first, largest) : t2;
        int third = t3 == 0 ? clamp(scaled(largest, 21, 4, 7 * near), second, largest) : t3;
        return new JpegLsParameters(largest, near, first, second, third, reset == 0 ? DEFAULT_RESET : reset);
    }

    /// Section C.2.4.1.1.1: a threshold for 8 bits, scaled to the samples' range.
    ///
    /// @param least what few bits leave of it
    /// @param tolerance for what NEAR makes of equal samples
    private static int scaled(int maximum, int threshold, int least, int tolerance) {
        if (maximum >= 128) {
            int factor = Math.min(maximum, 4095) + 128 >> 8;
            return factor * (threshold - least) + least + tolerance;
        }
        return Math.max(least, threshold / (256 / (maximum + 1)) + tolerance);
    }

    /// Figure C.3: what is out of bounds becomes the lower bound, be it too large or too small.
    private static int clamp(int value, int lower, int maximum) {
        return value > maximum || value < lower ? lower : value;
    }

    /// 2 NEAR + 1: between neighbouring values of a quantized prediction error.
    int step() {
        return 2 * near + 1;
    }

    /// RANGE: of the quantized prediction errors.
    int range() {
        return (maximum + 2 * near) / step() + 1;
    }

    /// qbpp: bits of a mapped error that stands for itself.
    int errorBits() {
        return bits(range() - 1);
    }

    /// LIMIT: bits that a code has at most.
    int limit() {
        int sampleBits = Math.max(2, bits(maximum));
        return 2 * (sampleBits + Math.max(8, sampleBits));
    }

    private static int bits(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(value);
    }
}
