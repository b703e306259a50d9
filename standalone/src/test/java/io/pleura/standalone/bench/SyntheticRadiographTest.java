package io.pleura.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.dicom.DicomException;
import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.Tags;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SyntheticRadiographTest {

    private final SyntheticRadiograph radiograph = new SyntheticRadiograph(2_000_000);

    @Test
    void everyNumberIsAnotherObjectOfAnotherStudy() throws DicomException {
        DicomFile first = read(radiograph.next(1).clone());
        DicomFile second = read(radiograph.next(987_654_321).clone());

        Stream.of(Tags.SOP_INSTANCE_UID, Tags.STUDY_INSTANCE_UID, Tags.SERIES_INSTANCE_UID)
                .forEach(tag -> assertThat(uid(first, tag)).isNotEqualTo(uid(second, tag)));
        assertThat(second.fileMeta().string(Tags.MEDIA_STORAGE_SOP_INSTANCE_UID))
                .contains(uid(second, Tags.SOP_INSTANCE_UID));
    }

    @Test
    void hasTheSizeThatWasAskedFor() {
        assertThat(radiograph.next(1)).hasSizeBetween(2_000_000, 2_002_000);
    }

    private static DicomFile read(byte[] file) throws DicomException {
        return DicomReader.read(file, ReadLimits.DEFAULT);
    }

    private static String uid(DicomFile file, Tag tag) {
        return file.dataSet().string(tag).orElseThrow();
    }
}
