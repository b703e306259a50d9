package io.pleura.alerting.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertChange;
import io.pleura.alerting.triage.Finding;
import io.pleura.alerting.triage.HistoryEntry;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.LocalizationMap;
import io.pleura.imaging.frame.Facing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One alert with its radiographs, each with who it is of, and its history.
///
/// @param patientsDiffer whether any two of the radiographs contradict each other in who they are of
public record AlertDetail(
        @JsonUnwrapped AlertView alert, List<Image> images, List<Step> history, boolean patientsDiffer) {

    /// @param patient null when the radiograph's bytes cannot be read at the moment, like `facing`
    public record Image(
            String sopInstanceUid,
            float score,
            Laterality laterality,
            int rows,
            int columns,
            Instant receivedAt,
            Instant scoredAt,
            @Nullable PatientHeader patient,
            @Nullable Facing facing,
            @Nullable CellMap map) {

        static Image of(Finding finding, boolean showMap, Optional<RadiographHeader> header) {
            return new Image(
                    finding.image().value(),
                    finding.score(),
                    finding.laterality(),
                    finding.rows(),
                    finding.columns(),
                    finding.receivedAt(),
                    finding.scoredAt(),
                    header.map(RadiographHeader::patient).orElse(null),
                    header.map(RadiographHeader::facing).orElse(null),
                    showMap ? CellMap.of(finding.map()) : null);
        }
    }

    /// @param threshold probability from which on a cell belongs to the finding at the operating point
    /// @param probabilities one a cell, row-major, 0 to 1
    @SuppressWarnings("ArrayRecordComponent") // written to JSON once, never compared
    public record CellMap(
            int rows,
            int columns,
            int inputSize,
            double scale,
            double offsetX,
            double offsetY,
            double threshold,
            float[] probabilities) {

        static CellMap of(LocalizationMap map) {
            return new CellMap(
                    map.rows(),
                    map.columns(),
                    map.inputSize(),
                    map.scale(),
                    map.offsetX(),
                    map.offsetY(),
                    map.threshold(),
                    map.probabilities());
        }
    }

    public record Step(
            AlertChange change, String by, @Nullable String reason, Instant at) {
        static Step of(HistoryEntry entry) {
            return new Step(entry.change(), entry.by(), entry.reason(), entry.at());
        }
    }

    /// @param header of the radiograph, empty when it cannot be read
    static AlertDetail of(Alert alert, boolean showMap, Function<Finding, Optional<RadiographHeader>> header) {
        List<Image> images = alert.images().stream()
                .map(finding -> Image.of(finding, showMap, header.apply(finding)))
                .toList();
        List<PatientHeader> patients = images.stream()
                .flatMap(image -> Stream.ofNullable(image.patient()))
                .toList();
        return new AlertDetail(
                AlertView.of(alert),
                images,
                alert.history().stream().map(Step::of).toList(),
                patients.stream().anyMatch(one -> patients.stream().anyMatch(one::contradicts)));
    }
}
