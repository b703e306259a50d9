package io.pleura.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pleura.imaging.conformance.SampleFiles;
import io.pleura.imaging.fuzz.FuzzTarget;
import io.pleura.imaging.fuzz.Trickle;
import io.pleura.schemas.ErrorKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A whole file, its header alone, and a few elements of that: where the file can be read, so can the header, and says
/// the same; and of the header the few can be read wherever all can, and are refused for the same reason.
public final class DicomFileTarget implements FuzzTarget {

    /// Small, so that what goes beyond shows.
    static final ReadLimits LIMITS = new ReadLimits(1 << 20, 1 << 20, 2000, 16);

    /// What may be allocated: the bytes, inflated and grown into, and the longest values as text and numbers.
    static final long MOST_BYTES = (64L << 20) + 16 * LIMITS.maxBytes();

    private static final Selection.Only SOME = new Selection.Only(
            Set.of(Tags.SOP_INSTANCE_UID, Tags.ROWS, Tags.VIEW_CODE_SEQUENCE, Tags.CODE_VALUE, Tags.WINDOW_CENTER));

    @Override
    public String name() {
        return "dicom-file";
    }

    @Override
    public void accept(byte[] input) throws Exception {
        Optional<DicomFile> file = readable(() -> DicomReader.read(input, LIMITS));
        Optional<DicomFile> header = readable(() -> DicomReader.readHeader(new Trickle(input), LIMITS));
        file.ifPresent(whole -> {
            Questions.askAll(whole.fileMeta());
            Questions.askAll(whole.dataSet());
            assertThat(header).as("the header of a readable file").isPresent();
            assertThat(header.orElseThrow().fileMeta()).isEqualTo(whole.fileMeta());
        });
        header.ifPresent(start -> {
            Questions.askAll(start.dataSet());
            file.ifPresent(whole -> assertThat(start.dataSet().elements())
                    .allMatch(element -> whole.dataSet().contains(element.tag())));
        });
        acceptSelection(input);
    }

    private static void acceptSelection(byte[] input) throws Exception {
        try {
            DicomFile some = DicomReader.readHeader(new Trickle(input), SOME, LIMITS);
            DicomFile all = DicomReader.readHeader(new Trickle(input), LIMITS);
            assertThat(some.transferSyntaxUid()).isEqualTo(all.transferSyntaxUid());
            Questions.requireSame(some.dataSet(), all.dataSet(), SOME.tags());
        } catch (DicomException e) {
            String refusal = String.valueOf(e.getMessage());
            if (!refusal.contains("bytes of attributes that are checked")) {
                assertThatThrownBy(() -> DicomReader.readHeader(new Trickle(input), LIMITS))
                        .hasMessage(refusal);
            }
        }
    }

    @Override
    public List<byte[]> seeds() throws Exception {
        return SampleFiles.all();
    }

    @Override
    public boolean takesFiles() {
        return true;
    }

    @Override
    public long mostBytes(byte[] input) {
        return MOST_BYTES;
    }

    @FunctionalInterface
    interface Reading<T> {
        T read() throws Exception;
    }

    /// Empty when refused as declared: the bytes are bad, and the message says where.
    static <T> Optional<T> readable(Reading<T> reading) throws Exception {
        try {
            return Optional.of(reading.read());
        } catch (DicomException e) {
            assertThat(e.reason().kind()).isEqualTo(ErrorKind.BAD_INPUT);
            assertThat(e).message().isNotBlank();
            return Optional.empty();
        }
    }
}
