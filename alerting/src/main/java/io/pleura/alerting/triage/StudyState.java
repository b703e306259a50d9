package io.pleura.alerting.triage;

import io.pleura.schemas.SopInstanceUid;
import java.util.List;

/// What is remembered of a study with an alert.
///
/// @param seenImages radiographs already counted, oldest first, at most [#MAX_SEEN_IMAGES]
/// @param seenActions ids of actions already applied, oldest first, at most [#MAX_SEEN_ACTIONS]
public record StudyState(Alert alert, List<SopInstanceUid> seenImages, List<String> seenActions) {

    static final int MAX_SEEN_IMAGES = 512;
    static final int MAX_SEEN_ACTIONS = 128;

    public StudyState {
        seenImages = List.copyOf(seenImages);
        seenActions = List.copyOf(seenActions);
    }

    StudyState with(Alert changed) {
        return new StudyState(changed, seenImages, seenActions);
    }

    StudyState seen(SopInstanceUid image) {
        return new StudyState(alert, BoundedList.append(seenImages, image, MAX_SEEN_IMAGES), seenActions);
    }

    StudyState seen(String actionId) {
        return new StudyState(alert, seenImages, BoundedList.append(seenActions, actionId, MAX_SEEN_ACTIONS));
    }
}
