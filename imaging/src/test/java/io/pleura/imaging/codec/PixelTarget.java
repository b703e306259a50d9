package io.pleura.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.fuzz.FuzzTarget;
import io.pleura.schemas.ErrorKind;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A decoder, through [PixelDecoder]. What decodes has the size and the range of samples that the header says, and is
/// not refused for its beginning, however much of it is looked at; what was decoded without loss is the same after
/// encoding and decoding it again.
abstract class PixelTarget implements FuzzTarget {

    private final String name;

    PixelTarget(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void accept(byte[] input) throws Exception {
        FuzzedImage image = FuzzedImage.of(input);
        if (!image.isSmall()) {
            return;
        }
        DicomFile file = file(image);
        Optional<StoredPixels> decoded = decode(file);
        Optional<DicomException> refusal = PixelDecoder.refusal(file, extent(file, image));
        requireMeant(refusal);
        if (decoded.isPresent()) {
            assertThat(refusal).isEmpty();
            requireAsStated(decoded.get(), image);
            requireAgreement(image, decoded.get());
        }
    }

    abstract DicomFile file(FuzzedImage image);

    /// Decodes the image in another way, or what comes of encoding it again.
    abstract void requireAgreement(FuzzedImage image, StoredPixels pixels) throws Exception;

    /// Whether what goes wrong may be an exception that the decoder did not mean to throw.
    boolean mayStumble() {
        return false;
    }

    @Override
    public long mostBytes(byte[] input) {
        FuzzedImage image = FuzzedImage.of(input);
        return (4L << 20) + 64L * input.length + (image.isSmall() ? 128L * image.rows() * image.columns() : 0);
    }

    final Optional<StoredPixels> decode(DicomFile file) {
        try {
            return Optional.of(PixelDecoder.decode(file));
        } catch (DicomException e) {
            assertThat(e.reason().kind()).isEqualTo(ErrorKind.BAD_INPUT);
            if (!mayStumble()) {
                requireMeant(Optional.of(e));
            }
            return Optional.empty();
        }
    }

    private static void requireMeant(Optional<DicomException> refusal) {
        refusal.map(DicomException::getCause).ifPresent(cause -> {
            throw new AssertionError("a decoder stumbled", cause);
        });
    }

    /// With a beginning of its frame that has as many bytes as the image's own number of rows says, or all.
    private static PixelDataExtent extent(DicomFile file, FuzzedImage image) {
        PixelDataExtent extent = PixelDataExtent.of(file.dataSet().pixelData().orElseThrow());
        int start = Math.min(image.frame().length, image.rows() * 16);
        return new PixelDataExtent(extent.encapsulated(), extent.sizeBytes(), ByteBuffer.wrap(image.frame(), 0, start));
    }

    private static void requireAsStated(StoredPixels pixels, FuzzedImage image) {
        assertThat(pixels.rows()).isEqualTo(image.rows());
        assertThat(pixels.columns()).isEqualTo(image.columns());
        assertThat(pixels.bitsStored()).isEqualTo(image.bitsStored());
        assertThat(pixels.signed()).isEqualTo(image.signed());
        int bits = pixels.bitsStored();
        long lowest = pixels.signed() ? -(1L << bits - 1) : 0;
        long highest = pixels.signed() ? (1L << bits - 1) - 1 : (1L << bits) - 1;
        boolean whole = bits == Integer.SIZE; // unsigned samples of 32 bits are kept as they are
        for (int sample : pixels.samples()) {
            if (!whole && (sample < lowest || sample > highest)) {
                throw new AssertionError("a sample of %d in %d bits".formatted(sample, bits));
            }
        }
    }

    final void requireSame(DicomFile other, int[] samples) {
        assertThat(decode(other).map(StoredPixels::samples))
                .hasValueSatisfying(again -> assertThat(again).isEqualTo(samples));
    }
}
