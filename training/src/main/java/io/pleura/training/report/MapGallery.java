package io.pleura.training.report;

import io.pleura.training.data.Example;
import io.pleura.training.evaluation.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Example maps chosen by rule, not by taste: the best, middle and worst of the lesions that were found, missed lesions
/// and false alarms with the most extreme scores.
final class MapGallery {

    private static final int OF_EACH = 3;

    private final List<Block> blocks = new ArrayList<>();
    private final double cut;

    private MapGallery(double cut) {
        this.cut = cut;
    }

    /// @param model has maps
    static List<Block> of(ModelResult.Maps model) {
        MapGallery gallery = new MapGallery(model.rule().point().cut());
        List<Scored> images = model.evaluation().images();
        gallery.blocks.add(new Block.Heading("Example maps"));
        gallery.blocks.add(
                new Block.Paragraph("Left the image as the network sees it, right with the nodes that the mask"
                        + " pools to in green and those of the map above the balanced cut in orange. Chosen by rule: found"
                        + " lesions by Dice, missed ones and false alarms by score."));
        List<Scored> found = images.stream()
                .filter(image -> image.positive() && image.score() >= gallery.cut && !Double.isNaN(gallery.dice(image)))
                .sorted(Comparator.comparingDouble(image -> -gallery.dice(image)))
                .toList();
        int middle = Math.max(0, (found.size() - OF_EACH) / 2);
        gallery.add("best", found.stream().limit(OF_EACH).toList());
        gallery.add("median", found.stream().skip(middle).limit(OF_EACH).toList());
        gallery.add("worst", found.reversed().stream().limit(OF_EACH).toList());
        gallery.add(
                "missed",
                images.stream()
                        .filter(image -> image.positive() && image.score() < gallery.cut)
                        .sorted(Comparator.comparingDouble(Scored::score))
                        .limit(OF_EACH)
                        .toList());
        gallery.add(
                "false-alarm",
                images.stream()
                        .filter(image -> !image.positive() && image.score() >= gallery.cut)
                        .sorted(Comparator.comparingDouble(image -> -image.score()))
                        .limit(OF_EACH)
                        .toList());
        return gallery.blocks;
    }

    private double dice(Scored image) {
        return image.example().supervision() == Example.Supervision.MASK ? image.dice(cut) : Double.NaN;
    }

    private void add(String kind, List<Scored> images) {
        for (int i = 0; i < images.size(); i++) {
            Scored image = images.get(i);
            String dice = image.positive() && !Double.isNaN(dice(image))
                    ? String.format(Locale.ROOT, ", Dice %.2f", dice(image))
                    : "";
            String note =
                    String.format(Locale.ROOT, "%s %d: s = %.2f%s", kind.replace('-', ' '), i + 1, image.score(), dice);
            blocks.add(new Block.Picture("map-%s-%d.png".formatted(kind, i + 1), note, MapPicture.png(image, cut)));
        }
    }
}
