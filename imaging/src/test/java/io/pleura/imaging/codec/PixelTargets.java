package io.pleura.imaging.codec;

import io.pleura.imaging.codec.JpegLsTestEncoder.Coding;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// A target for each decoder.
public final class PixelTargets {

    private static final int SIZE = 12;

    /// Noise on a slope, so that no decoder has it too easy; 8 bits, and the same in 12.
    private static final int[] SAMPLES = new Random(7).ints(SIZE * SIZE, 0, 64).toArray();

    private static final int[] DEEP =
            IntStream.range(0, SAMPLES.length).map(i -> SAMPLES[i] + 24 * i).toArray();

    /// Encoding again what is larger takes longer than it teaches.
    private static final int MOST_PIXELS_AGAIN = 400;

    private PixelTargets() {}

    /// Every fourth is encoded again, which takes longer than decoding.
    private static boolean isWorthEncoding(FuzzedImage image) {
        return image.frame().length % 4 == 0
                && image.rows() * image.columns() <= MOST_PIXELS_AGAIN
                && image.bitsStored() <= 16;
    }

    /// Samples as an encoder takes them: unsigned.
    private static int[] unsigned(StoredPixels pixels) {
        int mask = (1 << pixels.bitsStored()) - 1;
        return Arrays.stream(pixels.samples()).map(sample -> sample & mask).toArray();
    }

    /// Uncompressed cells of 1 to 32 bits, in bytes or words of either order: turned round, the same image.
    public static final class Native extends PixelTarget {
        public Native() {
            super("native");
        }

        @Override
        DicomFile file(FuzzedImage image) {
            return image.plain(vr(image), order(image));
        }

        private static Vr vr(FuzzedImage image) {
            return (image.choice() & 1) == 0 ? Vr.OW : Vr.OB;
        }

        private static ByteOrder order(FuzzedImage image) {
            return (image.choice() & 2) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        }

        @Override
        void requireAgreement(FuzzedImage image, StoredPixels pixels) {
            int cellBytes = image.bitsAllocated() / 8;
            if (cellBytes < 2) {
                return;
            }
            byte[] turned = new byte[pixels.samples().length * cellBytes];
            for (int i = 0; i < turned.length; i++) {
                turned[i] = image.frame()[i - i % cellBytes + cellBytes - 1 - i % cellBytes];
            }
            ByteOrder other = order(image) == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            FuzzedImage turnedImage = new FuzzedImage(
                    0,
                    image.bitsAllocated(),
                    image.bitsStored(),
                    image.highBit(),
                    image.signed(),
                    image.rows(),
                    image.columns(),
                    turned);
            requireSame(turnedImage.plain(Vr.OW, other), pixels.samples());
        }

        @Override
        public List<byte[]> seeds() {
            byte[] cells = new byte[32];
            new Random(3).nextBytes(cells);
            return List.of(
                    FuzzedImage.input(0, 8, 8, 4, 8, cells),
                    FuzzedImage.input(2, 8, 8, 3, 5, cells),
                    FuzzedImage.input(0, 16, 12, 4, 4, cells),
                    FuzzedImage.input(2, 16, 16, 4, 4, cells),
                    FuzzedImage.input(1, 32, 24, 2, 4, cells),
                    FuzzedImage.input(0, 1, 1, 16, 16, cells));
        }
    }

    /// Run lengths.
    public static final class Rle extends PixelTarget {
        public Rle() {
            super("rle");
        }

        @Override
        DicomFile file(FuzzedImage image) {
            return image.encapsulated(TransferSyntax.RLE_LOSSLESS);
        }

        @Override
        void requireAgreement(FuzzedImage image, StoredPixels pixels) {
            byte[] again = RunLengthTestEncoder.encode(pixels.samples(), image.bitsAllocated() / 8);
            requireSame(file(image.as(again)), pixels.samples());
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(
                    FuzzedImage.input(0, 8, 8, SIZE, SIZE, RunLengthTestEncoder.encode(SAMPLES, 1)),
                    FuzzedImage.input(0, 16, 12, SIZE, SIZE, RunLengthTestEncoder.encode(DEEP, 2)),
                    FuzzedImage.input(0, 16, 16, 8, 8, RunLengthTestEncoder.encode(new int[64], 2)),
                    FuzzedImage.input(0, 32, 32, SIZE, SIZE, RunLengthTestEncoder.encode(DEEP, 4)));
        }
    }

    /// Baseline, extended and progressive JPEG, which lose: there is nothing to compare with.
    public static final class JpegDct extends PixelTarget {
        public JpegDct() {
            super("jpeg");
        }

        @Override
        DicomFile file(FuzzedImage image) {
            return image.encapsulated(
                    (image.choice() & 1) == 0 ? TransferSyntax.JPEG_BASELINE : TransferSyntax.JPEG_EXTENDED);
        }

        @Override
        void requireAgreement(FuzzedImage image, StoredPixels pixels) {}

        @Override
        public List<byte[]> seeds() {
            return List.of(
                    FuzzedImage.input(0, 8, 8, SIZE, SIZE, JpegTestEncoder.sequential(SAMPLES, SIZE, 8, 0)),
                    FuzzedImage.input(0, 8, 8, SIZE, SIZE, JpegTestEncoder.sequential(SAMPLES, SIZE, 8, 1)),
                    FuzzedImage.input(0, 8, 8, SIZE, SIZE, JpegTestEncoder.libjpeg(SAMPLES, SIZE, true)),
                    FuzzedImage.input(1, 16, 12, SIZE, SIZE, JpegTestEncoder.sequential(DEEP, SIZE, 12, 2)));
        }
    }

    /// Lossless JPEG with every predictor.
    public static final class LosslessJpeg extends PixelTarget {
        public LosslessJpeg() {
            super("jpeg-lossless");
        }

        @Override
        DicomFile file(FuzzedImage image) {
            return image.encapsulated(
                    (image.choice() & 1) == 0 ? TransferSyntax.JPEG_LOSSLESS : TransferSyntax.JPEG_LOSSLESS_SV1);
        }

        @Override
        void requireAgreement(FuzzedImage image, StoredPixels pixels) {
            if (isWorthEncoding(image)) {
                int precision = Math.max(2, pixels.bitsStored());
                int predictor = 1 + image.choice() / 2 % 7;
                byte[] again = JpegTestEncoder.lossless(unsigned(pixels), pixels.columns(), precision, predictor, 0, 0);
                requireSame(file(image.as(again)), pixels.samples());
            }
        }

        @Override
        public List<byte[]> seeds() {
            return IntStream.rangeClosed(1, 7)
                    .mapToObj(predictor -> FuzzedImage.input(
                            2 * predictor,
                            16,
                            12,
                            SIZE,
                            SIZE,
                            JpegTestEncoder.lossless(DEEP, SIZE, 12, predictor, predictor % 2, predictor % 3 * 4)))
                    .toList();
        }
    }

    /// JPEG-LS. Near-lossless, no sample is off by more than the bytes say.
    public static final class JpegLsCodec extends PixelTarget {
        public JpegLsCodec() {
            super("jpeg-ls");
        }

        @Override
        DicomFile file(FuzzedImage image) {
            return image.encapsulated(
                    (image.choice() & 1) == 0 ? TransferSyntax.JPEG_LS_LOSSLESS : TransferSyntax.JPEG_LS_NEAR_LOSSLESS);
        }

        @Override
        void requireAgreement(FuzzedImage image, StoredPixels pixels) {
            if (!isWorthEncoding(image)) {
                return;
            }
            int[] samples = unsigned(pixels);
            Coding lossless = Coding.lossless(Math.max(8, pixels.bitsStored()));
            byte[] again =
                    JpegLsTestEncoder.encode(samples, pixels.columns(), lossless.restarts(image.choice() % 5), true);
            requireSame(file(image.as(again)), pixels.samples());
            if (!pixels.signed() && pixels.bitsStored() >= 8) {
                int near = image.choice() % 4;
                byte[] nearly = JpegLsTestEncoder.encode(samples, pixels.columns(), lossless.near(near), true);
                int[] decoded = decode(file(image.as(nearly)))
                        .orElseThrow(() -> new AssertionError("near-lossless is refused"))
                        .samples();
                for (int i = 0; i < samples.length; i++) {
                    if (Math.abs(decoded[i] - samples[i]) > near) {
                        throw new AssertionError("off by more than " + near);
                    }
                }
            }
        }

        @Override
        public List<byte[]> seeds() {
            Coding coding = Coding.lossless(12);
            return List.of(
                    FuzzedImage.input(0, 16, 12, SIZE, SIZE, JpegLsTestEncoder.encode(DEEP, SIZE, coding, false)),
                    FuzzedImage.input(
                            2, 16, 12, SIZE, SIZE, JpegLsTestEncoder.encode(DEEP, SIZE, coding.restarts(3), true)),
                    FuzzedImage.input(
                            1, 16, 12, SIZE, SIZE, JpegLsTestEncoder.encode(DEEP, SIZE, coding.near(2), true)),
                    FuzzedImage.input(
                            0, 8, 8, SIZE, SIZE, JpegLsTestEncoder.encode(SAMPLES, SIZE, Coding.lossless(8), false)),
                    FuzzedImage.input(
                            0,
                            16,
                            12,
                            SIZE,
                            SIZE,
                            JpegLsTestEncoder.encode(new int[SIZE * SIZE], SIZE, coding, false)));
        }
    }

    /// JPEG 2000, whose library stumbles over damaged bytes and is caught.
    public static final class Jpeg2000Codec extends PixelTarget {

        private static final int BITS = 12;

        public Jpeg2000Codec() {
            super("jpeg-2000");
        }

        @Override
        DicomFile file(FuzzedImage image) {
            return image.encapsulated(
                    (image.choice() & 1) == 0 ? TransferSyntax.JPEG_2000_LOSSLESS : TransferSyntax.JPEG_2000);
        }

        @Override
        boolean mayStumble() {
            return true;
        }

        /// The library's encoder is not exact for extreme images, as OpenJPEG shows, so it tells nothing.
        @Override
        void requireAgreement(FuzzedImage image, StoredPixels pixels) {}

        @Override
        public long mostBytes(byte[] input) {
            return super.mostBytes(input) + (512L << 20);
        }

        @Override
        public List<byte[]> seeds() throws Exception {
            return List.of(
                    FuzzedImage.input(0, 16, BITS, SIZE, SIZE, Jpeg2000TestEncoder.lossless(DEEP, SIZE, BITS)),
                    FuzzedImage.input(1, 8, 8, SIZE, SIZE, Jpeg2000TestEncoder.lossless(SAMPLES, SIZE, 8)));
        }
    }
}
