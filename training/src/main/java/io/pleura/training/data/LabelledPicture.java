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

    /// Of the image; the largest of SIIM-ACR's masks covers 15 %.
    private static final double LARGEST_AREA = 0.5;

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

    /// A picture whose mask is checked, and mask and label against each other.
    ///
    /// @throws BadRowException where the mask cannot be that of a lesion, or they contradict each other
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
        double area = lesion.area() / ((double) lesion.rows() * lesion.columns());
        if (supervision == Example.Supervision.MASK && area > LARGEST_AREA) {
            throw new BadRowException(
                    BadRow.Reason.BAD_MASK,
                    ("the mask covers %.0f %% of the image, which no pneumothorax does: is it inverted, or drawn in opacity"
                                    + " alone? What is not black is taken for the lesion")
                            .formatted(100 * area));
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
