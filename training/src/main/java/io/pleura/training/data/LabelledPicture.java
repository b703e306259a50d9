package io.pleura.training.data;

import io.pleura.imaging.frame.GrayFrame;
import java.util.Set;

/// One image in its full size with what is known of its lesion.
///
/// @param lesion the mask, or the union of the boxes, in a size of its own but of the frame's shape; empty for a label
/// @param traits what could be mistaken for the diagnosis, for instance `chest tube`; empty where not known
/// @param finding for instance `apical`; `none` without pneumothorax
public record LabelledPicture(
        Example.Origin origin,
        GrayFrame frame,
        RunLengthMask lesion,
        Example.Supervision supervision,
        boolean positive,
        String finding,
        Set<String> traits) {

    /// Findings of data sets that do not name them.
    static final String LABELLED = "labelled";

    static final String NONE = "none";

    public LabelledPicture {
        if (!sameShape(frame, lesion)) {
            throw new IllegalArgumentException("a mask of %d x %d does not fit an image of %d x %d"
                    .formatted(lesion.rows(), lesion.columns(), frame.rows(), frame.columns()));
        }
    }

    /// Within one pixel of the image.
    private static boolean sameShape(GrayFrame frame, RunLengthMask mask) {
        double columns = (double) mask.columns() * frame.rows() / mask.rows();
        return Math.abs(columns - frame.columns()) <= 1;
    }

    /// A picture whose mask or label is checked against each other.
    ///
    /// @throws BadRowException where they contradict each other
    static LabelledPicture checked(
            Example.Origin origin,
            GrayFrame frame,
            RunLengthMask lesion,
            Example.Supervision supervision,
            boolean positive,
            String finding)
            throws BadRowException {
        if (!sameShape(frame, lesion)) {
            throw new BadRowException(
                    BadRow.Reason.BAD_MASK,
                    "mask of %d x %d on an image of %d x %d"
                            .formatted(lesion.rows(), lesion.columns(), frame.rows(), frame.columns()));
        }
        if (!positive && !lesion.isEmpty()) {
            throw new BadRowException(BadRow.Reason.CONTRADICTION, "no pneumothorax, but a mask that is not empty");
        }
        if (positive && lesion.isEmpty() && supervision != Example.Supervision.LABEL) {
            throw new BadRowException(BadRow.Reason.CONTRADICTION, "pneumothorax, but an empty mask");
        }
        return new LabelledPicture(origin, frame, lesion, supervision, positive, finding, Set.of());
    }
}
