package io.pleura.inference;

import io.pleura.inference.decode.ImageRequest;
import io.pleura.inference.decode.Loaded;
import io.pleura.inference.lanes.Task;
import io.pleura.inference.lanes.Work;
import io.pleura.inference.publish.Outcome;
import io.pleura.inference.publish.StageTimes;
import io.pleura.inference.score.Finding;
import io.pleura.inference.score.OnnxScorer;
import io.pleura.inference.score.ScoreRule;
import java.time.Instant;

/// What is to be done for a task.
sealed interface Plan {

    /// Nothing: its outcome is known without looking at pixels.
    record Settled(Outcome outcome) implements Plan {}

    /// Load the image, run the model, read the map by the rule.
    record Load(Task task, ImageRequest image, OnnxScorer model, ScoreRule rule) implements Plan {

        Outcome scored(Finding finding, StageTimes times, Instant now) {
            return switch (task.work()) {
                case Work.Score score -> new Outcome.Scored(task, score.radiograph(), finding, times, now);
                case Work.Rescore rescore -> new Outcome.Replayed(task, rescore.request(), finding, times, now);
                case Work.Unreadable unreadable -> throw unplannable();
            };
        }

        Outcome refused(Loaded.Refused why, Instant now) {
            return switch (task.work()) {
                case Work.Score score -> new Outcome.Refused(task, why.reason(), why.detail(), why.bytesAt(), now);
                case Work.Rescore rescore ->
                    new Outcome.ReplayFailed(task, rescore.request(), why.reason() + ": " + why.detail(), now);
                case Work.Unreadable unreadable -> throw unplannable();
            };
        }

        private static IllegalStateException unplannable() {
            return new IllegalStateException("what cannot be read has no image");
        }
    }
}
