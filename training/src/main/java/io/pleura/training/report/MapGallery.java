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
    private final List<Scored> images;
    private final List<Example> pictures;
    private final double cut;

    private MapGallery(List<Scored> images, List<Example> pictures, double cut) {
        this.images = images;
        this.pictures = pictures;
        this.cut = cut;
    }

    /// @param model has maps
    /// @param pictures its images in their order; only those that are shown are read
    static List<Block> of(ModelResult.Maps model, List<Example> pictures) {
        List<Scored> images = model.evaluation().images();
        MapGallery gallery =
                new MapGallery(images, pictures, model.rule().point().cut());
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

    private void add(String kind, List<Scored> chosen) {
        for (int i = 0; i < chosen.size(); i++) {
            Scored image = chosen.get(i);
            String dice = image.positive() && !Double.isNaN(dice(image))
                    ? String.format(Locale.ROOT, ", Dice %.2f", dice(image))
                    : "";
            String note =
                    String.format(Locale.ROOT, "%s %d: s = %.2f%s", kind.replace('-', ' '), i + 1, image.score(), dice);
            byte[] png = MapPicture.png(image, pictures.get(images.indexOf(image)), cut);
            blocks.add(new Block.Picture("map-%s-%d.png".formatted(kind, i + 1), note, png));
        }
    }
}
