package io.pleura.imaging.conformance;

import io.pleura.imaging.dicom.DataSet;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Element;
import io.pleura.imaging.dicom.Tag;
import io.pleura.imaging.dicom.TransferSyntax;
import io.pleura.imaging.dicom.Vr;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Writes what the product only reads: Explicit VR Big Endian (PS3.5 section A.3), for values of bytes and 16-bit
/// words.
final class BigEndian {

    private static final Set<Vr> WORDS = Set.of(Vr.US, Vr.SS, Vr.OW);
    private static final Set<Vr> LONG = Set.of(Vr.OB, Vr.OW, Vr.SQ, Vr.UN);

    private BigEndian() {}

    static byte[] file(DataSet dataSet) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(DicomWriter.fileMeta("1.2", "1.2.3", TransferSyntax.EXPLICIT_VR_BIG_ENDIAN));
        file.write(encode(dataSet));
        return file.toByteArray();
    }

    private static byte[] encode(DataSet dataSet) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Element element : dataSet.elements()) {
            byte[] value =
                    switch (element) {
                        case Element.Value plain -> value(plain);
                        case Element.Sequence sequence -> items(sequence);
                        default -> throw new IllegalArgumentException("not in big endian");
                    };
            writeTag(out, element.tag());
            out.write(element.vr().name().getBytes(StandardCharsets.US_ASCII));
            if (LONG.contains(element.vr())) {
                out.writeShort(0);
                out.writeInt(value.length);
            } else {
                out.writeShort(value.length);
            }
            out.write(value);
        }
        return bytes.toByteArray();
    }

    private static byte[] items(Element.Sequence sequence) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (DataSet item : sequence.items()) {
            byte[] encoded = encode(item);
            writeTag(out, new Tag(0xFFFE, 0xE000));
            out.writeInt(encoded.length);
            out.write(encoded);
        }
        return bytes.toByteArray();
    }

    private static byte[] value(Element.Value element) {
        ByteBuffer little = element.bytes();
        byte[] value = new byte[little.remaining()];
        little.get(value);
        for (int i = 0; WORDS.contains(element.vr()) && i + 1 < value.length; i += 2) {
            byte low = value[i];
            value[i] = value[i + 1];
            value[i + 1] = low;
        }
        return value;
    }

    private static void writeTag(DataOutputStream out, Tag tag) throws IOException {
        out.writeShort(tag.group());
        out.writeShort(tag.element());
    }
}
