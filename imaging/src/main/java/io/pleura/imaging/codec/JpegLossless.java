package io.pleura.imaging.codec;

/// Lossless JPEG with Huffman coding (ITU-T T.81 annex H): each sample as its difference from a prediction.
final class JpegLossless {

    private JpegLossless() {}

    /// @return samples of the frame's precision, unsigned
    static short[] decode(byte[] bytes, JpegFrame frame) {
        int columns = frame.columns();
        if (8L * bytes.length < (long) frame.rows() * columns) { // a sample takes a bit at least
            throw new Undecodable("the JPEG image is too short for its size");
        }
        short[] samples = new short[frame.rows() * columns];
        int[] differences = new int[columns];
        JpegBits bits = new JpegBits(bytes, frame.scanStart());
        JpegHuffmanTable table = frame.requiredDcTable();
        int rowsBetweenRestarts = rowsBetweenRestarts(frame);
        int firstPrediction = 1 << Math.max(0, frame.precision() - frame.pointTransform() - 1);
        for (int row = 0; row < frame.rows(); row++) {
            int start = row * columns;
            boolean restarted = row > 0 && rowsBetweenRestarts > 0 && row % rowsBetweenRestarts == 0;
            if (restarted) {
                bits.restart();
            }
            bits.readDifferences(table, differences);
            bits.requireWithin();
            boolean first = row == 0 || restarted;
            samples[start] = (short) ((first ? firstPrediction : samples[start - columns]) + differences[0]);
            predict(first ? 1 : frame.selection(), differences, samples, start);
        }
        bits.requireEnd();
        for (int i = 0; frame.pointTransform() > 0 && i < samples.length; i++) {
            samples[i] <<= frame.pointTransform();
        }
        return samples;
    }

    /// Section H.1.1: the interval is a whole number of rows.
    private static int rowsBetweenRestarts(JpegFrame frame) {
        if (frame.restartInterval() % frame.columns() != 0) {
            throw new Undecodable("the restart interval is no number of rows");
        }
        return frame.restartInterval() / frame.columns();
    }

    /// Table H.1: Ra is the sample to the left, Rb above, Rc above left. Adds the prediction to each difference of the
    /// row but the first, whose sample is there already.
    private static void predict(int selection, int[] differences, short[] samples, int start) {
        int columns = differences.length;
        int left = sample(samples, start);
        for (int column = 1; column < columns; column++) {
            int above = start - columns + column;
            int prediction =
                    switch (selection) {
                        case 1 -> left;
                        case 2 -> sample(samples, above);
                        case 3 -> sample(samples, above - 1);
                        case 4 -> left + sample(samples, above) - sample(samples, above - 1);
                        case 5 -> left + (sample(samples, above) - sample(samples, above - 1) >> 1);
                        case 6 -> sample(samples, above) + (left - sample(samples, above - 1) >> 1);
                        case 7 -> left + sample(samples, above) >> 1;
                        default -> throw new Undecodable("no predictor " + selection);
                    };
            left = prediction + differences[column] & 0xFFFF;
            samples[start + column] = (short) left;
        }
    }

    private static int sample(short[] samples, int index) {
        return Short.toUnsignedInt(samples[index]);
    }
}
