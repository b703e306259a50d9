package io.pleura.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomReader;
import io.pleura.imaging.dicom.ReadLimits;
import io.pleura.imaging.dicom.Tags;
import io.pleura.standalone.demo.DemoObject.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoObjectTest {

    private final List<DemoObject> objects =
            IntStream.range(0, 16).mapToObj(i -> DemoObject.of(1000 + i, i)).toList();

    @Test
    void mixesUrgentAndRoutineStudiesAndMistakes() {
        assertThat(objects).extracting(DemoObject::kind).contains(Kind.values());
        assertThat(objects).extracting(DemoObject::urgent).contains(true, false);
        assertThat(objects.stream().filter(object -> object.kind() == Kind.PNEUMOTHORAX))
                .as("urgent ones among those with pneumothorax")
                .anyMatch(DemoObject::urgent);
    }

    @Test
    void mistakesSayWhatTheyAre() throws Exception {
        assertThat(dataSet(Kind.LATERAL_VIEW).string(Tags.VIEW_POSITION)).hasValue("LL");
        assertThat(dataSet(Kind.CT).string(Tags.MODALITY)).hasValue("CT");
        assertThat(objects.stream().map(DemoObject::bytes).map(Arrays::hashCode))
                .doesNotHaveDuplicates();
    }

    private DataSet dataSet(Kind kind) throws Exception {
        byte[] bytes = objects.stream()
                .filter(object -> object.kind() == kind)
                .findFirst()
                .orElseThrow()
                .bytes();
        return DicomReader.read(bytes, ReadLimits.DEFAULT).dataSet();
    }
}
