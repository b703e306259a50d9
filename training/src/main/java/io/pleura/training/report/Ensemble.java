package io.pleura.training.report;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Evaluation;
import io.pleura.training.evaluation.Scored;
import io.pleura.training.learning.Scoring;
import io.pleura.training.network.ClaSegNet;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/// Several views of the same images as one: the mean of the logits, node by node (and so the geometric mean of odds).
public final class Ensemble {

    private Ensemble() {}

    /// @param members evaluations of the same images in the same order, with maps of one size
    public static Evaluation mean(List<Evaluation> members, int minimumNodes) {
        List<Scored> images = new ArrayList<>();
        for (int i = 0; i < members.getFirst().images().size(); i++) {
            Scored first = members.getFirst().images().get(i);
            float[] sum = new float[first.logits().length];
            for (Evaluation member : members) {
                Scored image = member.images().get(i);
                check(first, image);
                for (int node = 0; node < sum.length; node++) {
                    sum[node] += image.logits()[node] / members.size();
                }
            }
            images.add(Scored.of(first.example(), sum, minimumNodes));
        }
        return new Evaluation(images);
    }

    private static void check(Scored first, Scored other) {
        if (!first.example().origin().equals(other.example().origin())
                || first.logits().length != other.logits().length) {
            throw new IllegalArgumentException(
                    "an ensemble needs maps of one size of the same images; %s has %d nodes, %s %d"
                            .formatted(
                                    first.example().origin().id(),
                                    first.logits().length,
                                    other.example().origin().id(),
                                    other.logits().length));
        }
    }

    /// Flip test-time augmentation: the mean of the logits of each image and, mirrored back, of its mirror image.
    public static Evaluation flipped(
            ClaSegNet net, List<Example> examples, Example.InputShape shape, int minimumNodes) {
        Evaluation plain = Scoring.evaluate(net, examples, shape, minimumNodes);
        Evaluation back = mirroredBack(Scoring.evaluate(net, mirrored(examples), shape, minimumNodes), plain);
        return mean(List.of(plain, back), minimumNodes);
    }

    /// Each is mirrored when it is asked for.
    private static List<Example> mirrored(List<Example> examples) {
        return new AbstractList<>() {
            @Override
            public Example get(int index) {
                return examples.get(index).mirrored();
            }

            @Override
            public int size() {
                return examples.size();
            }
        };
    }

    /// Maps of mirrored images as maps of the images themselves.
    ///
    /// @param originals the same images unmirrored
    static Evaluation mirroredBack(Evaluation mirrored, Evaluation originals) {
        List<Scored> images = new ArrayList<>();
        for (int i = 0; i < originals.images().size(); i++) {
            Scored image = mirrored.images().get(i);
            int edge = (int) Math.round(Math.sqrt(image.logits().length));
            float[] back = new float[image.logits().length];
            for (int node = 0; node < back.length; node++) {
                back[node] = image.logits()[node / edge * edge + edge - 1 - node % edge];
            }
            images.add(new Scored(originals.images().get(i).example(), back, image.score()));
        }
        return new Evaluation(images);
    }
}
