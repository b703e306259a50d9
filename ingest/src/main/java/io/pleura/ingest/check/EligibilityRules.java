package io.pleura.ingest.check;

import java.util.List;
import java.util.Set;

/// What a site lets in. Code strings are compared in upper case.
///
/// @param modalities accepted values of Modality (0008,0060)
/// @param frontalViews accepted values of View Position (0018,5101) when it is stated
/// @param chestBodyParts Body Part Examined (0018,0015), when stated, contains one of these
/// @param minSide fewest Rows (0028,0010) and Columns (0028,0011), in pixels
/// @param maxSide most of them
public record EligibilityRules(
        Set<String> modalities, Set<String> frontalViews, List<String> chestBodyParts, int minSide, int maxSide) {

    public EligibilityRules {
        modalities = Set.copyOf(modalities);
        frontalViews = Set.copyOf(frontalViews);
        chestBodyParts = List.copyOf(chestBodyParts);
        if (minSide < 1 || maxSide < minSide) {
            throw new IllegalArgumentException("rows and columns from " + minSide + " to " + maxSide);
        }
    }
}
