package io.pleura.training.phantom;

import io.pleura.imaging.dicom.DicomFile;
import io.pleura.imaging.dicom.DicomWriter;
import io.pleura.imaging.dicom.Tags;
import java.util.Locale;
import java.util.Set;

/// One synthetic study of one image, with the truth about it.
public final class PhantomStudy {

    private final Phantom phantom;
    private final DicomFile file;

    public PhantomStudy(Phantom phantom, DicomFile file) {
        this.phantom = phantom;
        this.file = file;
    }

    public DicomFile file() {
        return file;
    }

    /// The DICOM Part 10 file.
    public byte[] bytes() {
        return DicomWriter.toBytes(file);
    }

    public String studyInstanceUid() {
        return file.dataSet().string(Tags.STUDY_INSTANCE_UID).orElseThrow();
    }

    public String sopInstanceUid() {
        return file.dataSet().string(Tags.SOP_INSTANCE_UID).orElseThrow();
    }

    public boolean pneumothorax() {
        return phantom.recipe().positive();
    }

    /// The patient's side: `NONE`, `RIGHT` (on the image's left), `LEFT` or `BOTH`.
    public String side() {
        return phantom.recipe().side().name();
    }

    /// For instance `apical`; `none` without pneumothorax.
    public String kind() {
        return phantom.recipe().finding().name().toLowerCase(Locale.ROOT);
    }

    /// What else lies in the picture, for instance `chest tube`.
    public Set<String> traits() {
        return phantom.traits();
    }

    /// Rows x columns, row-major: where there is free air. The caller must not change it.
    public boolean[] mask() {
        return phantom.mask();
    }

    public int rows() {
        return phantom.rows();
    }

    public int columns() {
        return phantom.columns();
    }

    public Phantom phantom() {
        return phantom;
    }
}
