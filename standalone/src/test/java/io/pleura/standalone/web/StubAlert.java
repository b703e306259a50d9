package io.pleura.standalone.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An alert as the web API shows it, with the study behind it.
record StubAlert(
        String alertId,
        long version,
        String state,
        String change,
        String priority,
        int escalationLevel,
        String laterality,
        Instant receivedAt,
        List<StubImage> images,
        List<Map<String, Object>> history,
        Map<String, String> patient) {

    static StubAlert newAlert(String alertId, String priority, Instant receivedAt) {
        return new StubAlert(
                alertId,
                1,
                "NEW",
                "RAISED",
                priority,
                0,
                "LEFT",
                receivedAt,
                List.of(StubImage.plain("1.2.3." + alertId)),
                List.of(entry("RAISED", "pleura", null)),
                Map.of("name", "ROE^JANE^^^", "id", "MRN-" + alertId, "birthDate", "19610203", "sex", "F"));
    }

    static Map<String, Object> entry(String change, String by, @Nullable String reason) {
        Map<String, Object> entry = new HashMap<>();
        entry.put("change", change);
        entry.put("by", by);
        entry.put("reason", reason);
        entry.put("at", Instant.now().toString());
        return entry;
    }

    /// The next version, after somebody changed its state (or only commented on it).
    StubAlert changed(String toState, String toChange, String by, @Nullable String reason) {
        List<Map<String, Object>> longer = new ArrayList<>(history);
        longer.add(entry(toChange, by, reason));
        return new StubAlert(
                alertId,
                version + 1,
                toState,
                toChange,
                priority,
                escalationLevel,
                laterality,
                receivedAt,
                images,
                longer,
                patient);
    }

    /// The next version, which one more radiograph brought.
    StubAlert arrived(StubImage added) {
        List<StubImage> more = new ArrayList<>(images);
        more.add(added);
        return with(more.toArray(StubImage[]::new)).changed(state, "IMAGE_ADDED", "pleura", null);
    }

    StubAlert escalated(int level) {
        return new StubAlert(
                alertId,
                version + 1,
                state,
                "ESCALATED",
                priority,
                level,
                laterality,
                receivedAt,
                images,
                history,
                patient);
    }

    StubAlert onSide(String side) {
        return new StubAlert(
                alertId, version, state, change, priority, escalationLevel, side, receivedAt, images, history, patient);
    }

    StubAlert with(StubImage... shown) {
        return new StubAlert(
                alertId,
                version,
                state,
                change,
                priority,
                escalationLevel,
                laterality,
                receivedAt,
                List.of(shown),
                history,
                patient);
    }

    StubAlert of(Map<String, String> somebody) {
        return new StubAlert(
                alertId,
                version,
                state,
                change,
                priority,
                escalationLevel,
                laterality,
                receivedAt,
                images,
                history,
                somebody);
    }

    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("alertId", alertId);
        view.put("studyUid", "1.2.3." + alertId);
        view.put("version", version);
        view.put("state", state);
        view.put("change", change);
        view.put("priority", priority);
        view.put("escalationLevel", escalationLevel);
        view.put(
                "escalateAt", state.equals("NEW") ? receivedAt.plusSeconds(1800).toString() : null);
        view.put("score", images.getFirst().score());
        view.put("threshold", 0.41);
        view.put("operatingPoint", "balanced");
        view.put("laterality", laterality);
        view.put("sides", sides());
        view.put("sidesStated", sidesStated());
        view.put("imageCount", images.size());
        view.put("receivedAt", receivedAt.toString());
        view.put("raisedAt", receivedAt.plusSeconds(2).toString());
        view.put("changedAt", Instant.now().toString());
        view.put("modelName", "ClaSegNet");
        view.put("modelVersion", "1.0.0");
        return view;
    }

    /// Every side that any of the images shows.
    private String sides() {
        List<String> named = images.stream()
                .map(StubImage::laterality)
                .filter(side -> !side.equals("UNDETERMINED"))
                .distinct()
                .toList();
        return named.size() > 1 ? "BILATERAL" : named.isEmpty() ? "UNDETERMINED" : named.getFirst();
    }

    /// Null where no image shows a side.
    private @Nullable Boolean sidesStated() {
        List<StubImage> named = images.stream()
                .filter(image -> !image.laterality().equals("UNDETERMINED"))
                .toList();
        return named.isEmpty()
                ? null
                : named.stream().noneMatch(image -> image.facing().equals("NOT_STATED"));
    }

    Map<String, Object> detail(boolean withMaps) {
        Map<String, Object> detail = view();
        detail.put(
                "images",
                images.stream().map(image -> image.view(withMaps, patient)).toList());
        detail.put("history", history);
        detail.put("patientsDiffer", images.stream().anyMatch(image -> image.somebodyElse() != null));
        return detail;
    }
}
