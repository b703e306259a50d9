package io.pleura.alerting;

import io.pleura.alerting.triage.Action;
import io.pleura.alerting.triage.Alert;
import io.pleura.alerting.triage.AlertChange;
import io.pleura.alerting.triage.AlertState;
import io.pleura.alerting.triage.Finding;
import io.pleura.alerting.triage.HistoryEntry;
import io.pleura.alerting.triage.Laterality;
import io.pleura.alerting.triage.LocalizationMap;
import io.pleura.alerting.triage.ModelReference;
import io.pleura.alerting.triage.Priority;
import io.pleura.alerting.triage.StudyState;
import io.pleura.alerting.triage.TriageEvent.ActionTaken;
import io.pleura.alerting.triage.TriageEvent.ImageScored;
import io.pleura.events.ActionKind;
import io.pleura.events.AlertAction;
import io.pleura.events.AlertChanged;
import io.pleura.events.AlertHistoryEntry;
import io.pleura.events.ImageFinding;
import io.pleura.events.RadiographScored;
import io.pleura.schemas.AlertId;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.SopInstanceUid;
import io.pleura.schemas.StudyUid;

/// Between the events in the log and the values that the rules work on. Both directions lose nothing.
///
/// An event that breaks the contract (a malformed UID, a map whose size is not its rows times columns) throws
/// [IllegalArgumentException]. Names that only a newer version knows become UNKNOWN; an alert in an unknown state is
/// NEW, since somebody must look at it.
public final class AlertEvents {

    private AlertEvents() {}

    public static ImageScored scored(RadiographScored event) {
        Finding finding = new Finding(
                new SopInstanceUid(event.getSopInstanceUid()),
                new ContentHash(event.getContentHash()),
                event.getScore(),
                event.getLogit(),
                event.getThreshold(),
                event.getOperatingPoint(),
                same(Laterality.class, event.getLaterality()),
                event.getRows(),
                event.getColumns(),
                map(event.getMap()),
                model(event.getModel()),
                event.getReceivedAt(),
                event.getScoredAt(),
                event.getFacingStated());
        return new ImageScored(
                new StudyUid(event.getStudyUid()),
                same(Priority.class, event.getPriority()),
                event.getPositive(),
                finding);
    }

    public static ActionTaken action(AlertAction event) {
        return new ActionTaken(
                event.getActionId(),
                new AlertId(event.getAlertId()),
                same(Action.class, event.getAction()),
                event.getBy(),
                event.getReason(),
                event.getSeenVersion(),
                event.getAt());
    }

    public static AlertAction event(ActionTaken action) {
        return new AlertAction(
                action.id(),
                action.alert().value(),
                same(ActionKind.class, action.action()),
                action.by(),
                action.reason(),
                action.seenVersion(),
                action.at());
    }

    public static Alert alert(AlertChanged event) {
        return new Alert(
                new AlertId(event.getAlertId()),
                event.getVersion(),
                state(event.getState()),
                same(AlertChange.class, event.getChange()),
                same(Priority.class, event.getPriority()),
                event.getEscalationLevel(),
                event.getEscalateAt(),
                event.getImages().stream().map(AlertEvents::finding).toList(),
                event.getHistory().stream().map(AlertEvents::entry).toList(),
                event.getReceivedAt(),
                event.getRaisedAt(),
                event.getChangedAt());
    }

    public static AlertChanged event(Alert alert) {
        return new AlertChanged(
                alert.id().value(),
                alert.id().study().value(),
                alert.version(),
                same(io.pleura.events.AlertState.class, alert.state()),
                change(alert.change()),
                same(io.pleura.events.Priority.class, alert.priority()),
                alert.escalationLevel(),
                alert.escalateAt(),
                alert.lead().score(),
                same(io.pleura.events.Laterality.class, alert.lead().laterality()),
                alert.images().stream().map(AlertEvents::event).toList(),
                alert.history().stream().map(AlertEvents::event).toList(),
                alert.receivedAt(),
                alert.raisedAt(),
                alert.changedAt());
    }

    public static StudyState state(io.pleura.events.StudyState event) {
        return new StudyState(
                alert(event.getAlert()),
                event.getSeenImages().stream().map(SopInstanceUid::new).toList(),
                event.getSeenActions());
    }

    public static io.pleura.events.StudyState event(StudyState state) {
        return new io.pleura.events.StudyState(
                event(state.alert()),
                state.seenImages().stream().map(SopInstanceUid::value).toList(),
                state.seenActions());
    }

    public static io.pleura.events.AlertChange change(AlertChange change) {
        return same(io.pleura.events.AlertChange.class, change);
    }

    private static AlertState state(io.pleura.events.AlertState state) {
        return state == io.pleura.events.AlertState.UNKNOWN ? AlertState.NEW : same(AlertState.class, state);
    }

    private static Finding finding(ImageFinding event) {
        return new Finding(
                new SopInstanceUid(event.getSopInstanceUid()),
                new ContentHash(event.getContentHash()),
                event.getScore(),
                event.getLogit(),
                event.getThreshold(),
                event.getOperatingPoint(),
                same(Laterality.class, event.getLaterality()),
                event.getRows(),
                event.getColumns(),
                map(event.getMap()),
                model(event.getModel()),
                event.getReceivedAt(),
                event.getScoredAt(),
                event.getFacingStated());
    }

    private static ImageFinding event(Finding finding) {
        return new ImageFinding(
                finding.image().value(),
                finding.content().value(),
                finding.score(),
                finding.logit(),
                finding.threshold(),
                finding.operatingPoint(),
                same(io.pleura.events.Laterality.class, finding.laterality()),
                finding.rows(),
                finding.columns(),
                event(finding.map()),
                event(finding.model()),
                finding.receivedAt(),
                finding.scoredAt(),
                finding.facingStated());
    }

    private static LocalizationMap map(io.pleura.events.LocalizationMap event) {
        return new LocalizationMap(
                event.getRows(),
                event.getColumns(),
                event.getLogits(),
                event.getInputSize(),
                event.getScale(),
                event.getOffsetX(),
                event.getOffsetY(),
                event.getCellThreshold());
    }

    private static io.pleura.events.LocalizationMap event(LocalizationMap map) {
        return new io.pleura.events.LocalizationMap(
                map.rows(),
                map.columns(),
                map.logits().duplicate(),
                map.inputSize(),
                map.scale(),
                map.offsetX(),
                map.offsetY(),
                map.cellThreshold());
    }

    private static ModelReference model(io.pleura.events.ModelReference event) {
        return new ModelReference(
                event.getName(),
                event.getVersion(),
                new ContentHash(event.getSha256()),
                event.getOnnxRuntimeVersion(),
                event.getExecutionProvider(),
                event.getOptimisationLevel());
    }

    private static io.pleura.events.ModelReference event(ModelReference model) {
        return new io.pleura.events.ModelReference(
                model.name(),
                model.version(),
                model.content().value(),
                model.onnxRuntimeVersion(),
                model.executionProvider(),
                model.optimisationLevel());
    }

    private static HistoryEntry entry(AlertHistoryEntry event) {
        return new HistoryEntry(
                same(AlertChange.class, event.getChange()), event.getBy(), event.getReason(), event.getAt());
    }

    private static AlertHistoryEntry event(HistoryEntry entry) {
        return new AlertHistoryEntry(change(entry.change()), entry.by(), entry.reason(), entry.at());
    }

    /// The constant of the same name; a test holds the enumerations together.
    private static <E extends Enum<E>> E same(Class<E> type, Enum<?> constant) {
        return Enum.valueOf(type, constant.name());
    }
}
