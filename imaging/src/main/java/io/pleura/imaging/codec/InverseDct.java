package io.pleura.imaging.codec;

/// The 8 x 8 inverse DCT (ITU-T T.81 section A.3.3), separated into rows and columns; one thread.
///
/// Each 8-point transform is split into even and odd frequencies, whose outputs are symmetric and antisymmetric.
final class InverseDct {

    /// COSINES[u][x] = C(u)/2 cos((2x + 1) u pi / 16), for the left half of the outputs.
    private static final float[][] COSINES = cosines();

    private static float[][] cosines() {
        float[][] cosines = new float[8][4];
        for (int u = 0; u < 8; u++) {
            for (int x = 0; x < 4; x++) {
                double scale = u == 0 ? Math.sqrt(0.5) / 2 : 0.5;
                cosines[u][x] = (float) (scale * Math.cos((2 * x + 1) * u * Math.PI / 16));
            }
        }
        return cosines;
    }

    /// In place: coefficients in natural order to samples.
    void transform(float[] block) {
        for (int column = 0; column < 8; column++) {
            transform(block, column, 8);
        }
        for (int row = 0; row < 8; row++) {
            transform(block, 8 * row, 1);
        }
    }

    private static void transform(float[] block, int start, int stride) {
        float f0 = block[start];
        float f1 = block[start + stride];
        float f2 = block[start + 2 * stride];
        float f3 = block[start + 3 * stride];
        float f4 = block[start + 4 * stride];
        float f5 = block[start + 5 * stride];
        float f6 = block[start + 6 * stride];
        float f7 = block[start + 7 * stride];
        for (int x = 0; x < 4; x++) {
            float even = COSINES[0][x] * f0 + COSINES[2][x] * f2 + COSINES[4][x] * f4 + COSINES[6][x] * f6;
            float odd = COSINES[1][x] * f1 + COSINES[3][x] * f3 + COSINES[5][x] * f5 + COSINES[7][x] * f7;
            block[start + x * stride] = even + odd;
            block[start + (7 - x) * stride] = even - odd;
        }
    }
}
