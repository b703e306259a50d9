package io.pleura.training.report;

import io.pleura.training.evaluation.Bootstrap;
import io.pleura.training.evaluation.DeLong;
import io.pleura.training.evaluation.Figure;
import io.pleura.training.evaluation.McNemar;
import io.pleura.training.evaluation.Outcome;
import io.pleura.training.evaluation.Outcomes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Paired tests of models on the same test images.
final class Comparison {

    private static final List<String> COLUMNS = List.of(
            "first",
            "second",
            "AUC difference (95 %, DeLong)",
            "p (DeLong)",
            "only first / only second right",
            "p (McNemar)",
            "Dice difference (95 %, bootstrap)",
            "p (bootstrap)");

    /// Two models on the same images.
    record Pair(ModelResult first, ModelResult second) {

        Outcomes one() {
            return first.test().outcomes();
        }

        Outcomes other() {
            return second.test().outcomes();
        }
    }

    private Comparison() {}

    /// Each ClaSegNet with the baselines of its seed.
    static List<Block> withBaselines(List<ModelResult> models, Bootstrap bootstrap) {
        List<Pair> pairs = new ArrayList<>();
        List<Block> pooled = new ArrayList<>();
        for (ModelResult.Role role : List.of(ModelResult.Role.BASELINE, ModelResult.Role.CONTROL)) {
            List<Pair> some = pairs(models, role);
            pairs.addAll(some);
            if (some.size() > 1) {
                pooled.add(new Block.Paragraph(role.title() + ": " + pooled(some)));
            }
        }
        if (pairs.isEmpty()) {
            return List.of();
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading("Against the baselines"));
        blocks.add(new Block.Paragraph("Paired tests on the same test images; a p below 0.05 is unlikely to be chance."
                + " Images of one patient count together in all of them. A baseline without map has no Dice."));
        blocks.add(table(pairs, bootstrap));
        blocks.addAll(pooled);
        return blocks;
    }

    private static List<Pair> pairs(List<ModelResult> models, ModelResult.Role role) {
        List<Pair> pairs = new ArrayList<>();
        for (ModelResult model : models) {
            if (model.role() == ModelResult.Role.CLASEGNET) {
                models.stream()
                        .filter(other -> other.role() == role && other.seed() == model.seed())
                        .forEach(baseline -> pairs.add(new Pair(model, baseline)));
            }
        }
        return pairs;
    }

    static Block.Table table(List<Pair> pairs, Bootstrap bootstrap) {
        return new Block.Table(
                COLUMNS, pairs.stream().map(pair -> row(pair, bootstrap)).toList());
    }

    private static List<String> row(Pair pair, Bootstrap bootstrap) {
        DeLong auc = DeLong.difference(pair.one(), pair.other());
        McNemar decisions = McNemar.of(pair.one(), pair.other());
        Bootstrap.Difference dice = bootstrap.difference(pair.one(), pair.other(), Figure.DICE_NODES);
        return List.of(
                pair.first().name(),
                pair.second().name(),
                auc.interval().text(),
                p(auc.p()),
                decisions.onlyFirst() + " / " + decisions.onlySecond(),
                p(decisions.p()),
                dice.estimate().text(),
                p(dice.p()));
    }

    /// All seeds in one test: on the same images as a contrast of correlated AUCs, on sets without a common image
    /// as the mean of independent differences. Sets that overlap in part allow neither.
    static String pooled(List<Pair> pairs) {
        List<Set<String>> ids = pairs.stream().map(pair -> ids(pair.one())).toList();
        if (ids.stream().allMatch(ids.getFirst()::equals)) {
            DeLong mean = DeLong.meanDifference(
                    pairs.stream().map(Pair::one).toList(),
                    pairs.stream().map(Pair::other).toList());
            return text(mean, "all on the same images");
        }
        Set<String> union = new HashSet<>();
        ids.forEach(union::addAll);
        if (union.size() == ids.stream().mapToInt(Set::size).sum()) {
            DeLong mean = DeLong.independentMean(pairs.stream()
                    .map(pair -> DeLong.difference(pair.one(), pair.other()))
                    .toList());
            return text(mean, "each on a test set of its own");
        }
        return "The seeds' test sets share some images but not all, so that their tests cannot be pooled.";
    }

    private static String text(DeLong mean, String sets) {
        return "Pooled over the seeds, %s: mean difference of the AUC %s, p %s."
                .formatted(sets, mean.interval().text(), p(mean.p()));
    }

    private static Set<String> ids(Outcomes images) {
        Set<String> ids = new HashSet<>();
        for (Outcome image : images.images()) {
            ids.add(image.origin().id());
        }
        return ids;
    }

    private static String p(double p) {
        return Double.isNaN(p) ? "–" : p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }
}
