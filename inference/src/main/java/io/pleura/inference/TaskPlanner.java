package io.pleura.inference;

import io.pleura.events.BytesAt;
import io.pleura.events.RadiographReceived;
import io.pleura.events.RadiographScored;
import io.pleura.events.ReplayRequested;
import io.pleura.inference.Suspects.Suspect;
import io.pleura.inference.decode.ImageRequest;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.lanes.Work;
import io.pleura.inference.publish.Outcome;
import io.pleura.inference.score.ModelDescription;
import io.pleura.inference.score.ModelException;
import io.pleura.inference.score.ModelShelf;
import io.pleura.inference.score.OnnxScorer;
import io.pleura.inference.score.ScoreRule;
import io.pleura.schemas.ContentHash;
import io.pleura.schemas.ReasonCode;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Decides for each task which image is wanted and which model and operating point apply.
final class TaskPlanner {

    private static final Logger LOG = Logger.getLogger(TaskPlanner.class);

    private final ModelShelf models;
    private final ScoreRule activeRule;
    private final InstantSource clock;

    TaskPlanner(ModelShelf models, String operatingPoint, InstantSource clock) {
        this.models = models;
        this.clock = clock;
        OnnxScorer active = models.active();
        activeRule = ScoreRule.at(operatingPoint, active.description(), active.identity())
                .orElseThrow(
                        () -> new IllegalArgumentException("operating point \"%s\" is not in model.json, which has %s"
                                .formatted(
                                        operatingPoint,
                                        active.description().operatingPoints().keySet())));
    }

    Plan plan(Task task) {
        try {
            return switch (task.work()) {
                case Work.Score score -> score(task, score.radiograph());
                case Work.Rescore rescore -> rescore(task, rescore.request());
                case Work.Unreadable unreadable -> refuse(task, unreadable.detail());
            };
        } catch (IllegalArgumentException e) {
            return malformed(task, "the event holds an identifier that is none");
        }
    }

    /// What failed too often is not looked at again.
    Outcome hopeless(Task task, Suspect suspect) {
        boolean crash = suspect.fault().equals(Suspects.CRASH);
        ReasonCode reason = crash ? ReasonCode.ENDS_WORKER : ReasonCode.SCORING_FAILS;
        String detail = crash
                ? "the worker has crashed again and again with this alone in hand"
                : "scoring this alone has failed again and again: " + suspect.fault();
        return task.work() instanceof Work.Rescore(ReplayRequested request)
                ? new Outcome.ReplayFailed(task, request, reason + ": " + detail, clock.instant())
                : new Outcome.Refused(task, reason, detail, BytesAt.BLOB_STORE, clock.instant());
    }

    private Plan score(Task task, RadiographReceived radiograph) {
        ContentHash hash = new ContentHash(radiograph.getContentHash());
        OnnxScorer model = models.active();
        return new Plan.Load(
                task, image(hash, radiograph.getRows(), radiograph.getColumns(), model), model, activeRule);
    }

    private Plan rescore(Task task, ReplayRequested request) {
        RadiographScored recorded = request.getRecorded();
        String sha256 = recorded.getModel().getSha256();
        try {
            Optional<OnnxScorer> model =
                    models.recorded(sha256, recorded.getModel().getOptimisationLevel());
            if (model.isEmpty()) {
                return replayFailed(task, request, "no model folder holds the recorded model " + sha256);
            }
            OnnxScorer scorer = model.get();
            Optional<ScoreRule> rule =
                    ScoreRule.at(recorded.getOperatingPoint(), scorer.description(), scorer.identity());
            if (rule.isEmpty()) {
                return replayFailed(task, request, "the recorded model has no operating point of the recorded name");
            }
            ContentHash hash = new ContentHash(recorded.getContentHash());
            return new Plan.Load(
                    task, image(hash, recorded.getRows(), recorded.getColumns(), scorer), scorer, rule.get());
        } catch (ModelException e) {
            return replayFailed(task, request, String.valueOf(e.getMessage()));
        }
    }

    private static ImageRequest image(ContentHash hash, int rows, int columns, OnnxScorer model) {
        ModelDescription.Input input = model.description().input();
        return new ImageRequest(hash, rows, columns, input.size(), input.normalisation());
    }

    private Plan replayFailed(Task task, ReplayRequested request, String failure) {
        return new Plan.Settled(new Outcome.ReplayFailed(task, request, failure, clock.instant()));
    }

    /// What a replay is asked of never was a radiograph that came in, so that it is answered and not rejected.
    private Plan malformed(Task task, String what) {
        return task.work() instanceof Work.Rescore(ReplayRequested request)
                ? replayFailed(task, request, what)
                : refuse(task, what);
    }

    /// An event that ingest or replay should never have written.
    private Plan refuse(Task task, String what) {
        LOG.errorf("BUG: %s: %s; it is rejected", task.position(), what);
        String detail = task.position() + ": " + what;
        return new Plan.Settled(
                new Outcome.Refused(task, ReasonCode.INTERNAL_ERROR, detail, BytesAt.BLOB_STORE, clock.instant()));
    }
}
