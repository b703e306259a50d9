package io.pleura.imaging.codec;

/// Lossless JPEG with Huffman coding (ITU-T T.81 annex H): each sample as its difference from a prediction.
final class JpegLossless {

    private JpegLossless() {}

    /// @return samples of the frame's precision, unsigned
    static int[] decode(byte[] bytes, JpegFrame frame) {
        int columns = frame.columns();
        if (8L * bytes.length < (long) frame.rows() * columns) { // a sample takes a bit at least
            throw new Undecodable("the JPEG image is too short for its size");
        }
        int[] samples = new int[frame.rows() * columns];
        JpegBits bits = new JpegBits(bytes, frame.scanStart());
        int rowsBetweenRestarts = rowsBetweenRestarts(frame);
        int firstPrediction = 1 << Math.max(0, frame.precision() - frame.pointTransform() - 1);
        for (int row = 0; row < frame.rows(); row++) {
            int start = row * columns;
            boolean restarted = row > 0 && rowsBetweenRestarts > 0 && row % rowsBetweenRestarts == 0;
            if (restarted) {
                bits.restart();
            }
            bits.readDifferences(frame.dcTable(), samples, start, columns);
            bits.requireWithin();
            boolean first = row == 0 || restarted;
            samples[start] = (first ? firstPrediction : samples[start - columns]) + samples[start] & 0xFFFF;
            predict(first ? 1 : frame.selection(), samples, start, columns);
        }
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
    /// row but the first, which is a sample already.
    private static void predict(int selection, int[] samples, int start, int columns) {
        int left = samples[start];
        for (int i = start + 1; i < start + columns; i++) {
            int prediction =
                    switch (selection) {
                        case 1 -> left;
                        case 2 -> samples[i - columns];
                        case 3 -> samples[i - columns - 1];
                        case 4 -> left + samples[i - columns] - samples[i - columns - 1];
                        case 5 -> left + (samples[i - columns] - samples[i - columns - 1] >> 1);
                        case 6 -> samples[i - columns] + (left - samples[i - columns - 1] >> 1);
                        case 7 -> left + samples[i - columns] >> 1;
                        default -> throw new Undecodable("no predictor " + selection);
                    };
            left = prediction + samples[i] & 0xFFFF;
            samples[i] = left;
        }
    }
}
