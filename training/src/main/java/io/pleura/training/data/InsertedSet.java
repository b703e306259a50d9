package io.pleura.training.data;

import io.pleura.imaging.frame.GrayFrame;
import io.pleura.training.phantom.Backdrop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Radiographs without pneumothorax, each several times: half of them with one drawn in (see {@link Backdrop}), the
/// others with distractors alone. All of one radiograph are of one patient, so that no split tears them apart.
///
/// @param variants of each radiograph, half of them positive
public record InsertedSet(LabelledFolder radiographs, int variants, long seed) implements DataSet {

    /// Changes with anything that changes a pixel; what the phantoms' generator draws is in their version.
    private static final int VERSION = 1;

    private static final int LONGEST_EDGE = 512;
    private static final long SEEDS_PER_RADIOGRAPH = 10_000;

    public InsertedSet {
        if (variants < 2 || variants > SEEDS_PER_RADIOGRAPH || variants % 2 != 0) {
            throw new IllegalArgumentException("variants must be even and 2..10000, is " + variants);
        }
    }

    @Override
    public String name() {
        return "inserted:" + radiographs.folder();
    }

    @Override
    public Listing list() throws IOException {
        Listing listing = radiographs.list();
        List<Item> items = new ArrayList<>();
        for (int index = 0; index < listing.items().size(); index++) {
            Item item = listing.items().get(index);
            Background background = new Background(item, seed + index * SEEDS_PER_RADIOGRAPH, variants);
            for (int variant = 0; variant < variants; variant++) {
                int number = variant;
                items.add(new Item(item.file(), item.line(), () -> background.variant(number)));
            }
        }
        String identity = "inserted-v%d-%d-seed%d-n%d-%s"
                .formatted(VERSION, ExampleCache.GENERATOR, seed, variants, listing.identity());
        return new Listing(identity, items, listing.badRows(), listing.unlabelled());
    }

    /// A radiograph into which something can be drawn, or why nothing can; made when it is first asked for.
    private static final class Background {
        private final Item item;
        private final long seed;
        private final int variants;
        private int drawn;
        private @Nullable Ready ready;
        private @Nullable BadRowException refusal;

        Background(Item item, long seed, int variants) {
            this.item = item;
            this.seed = seed;
            this.variants = variants;
        }

        private record Ready(Example.Origin origin, int rows, int columns, Backdrop backdrop) {}

        /// Forgotten when all variants have been drawn, so that a large set does not stay in memory.
        private synchronized Ready ready() throws IOException {
            if (refusal != null) {
                throw refusal;
            }
            try {
                Ready current = ready == null ? prepared() : ready;
                drawn++;
                ready = drawn % variants == 0 ? null : current;
                return current;
            } catch (BadRowException e) {
                refusal = e;
                throw e;
            }
        }

        private Ready prepared() throws IOException {
            LabelledPicture picture = item.picture();
            if (picture.positive()) {
                throw new BadRowException(
                        BadRow.Reason.UNSUITABLE, "shows a pneumothorax of its own, none can be drawn in");
            }
            GrayFrame frame = picture.frame().within(LONGEST_EDGE);
            try {
                Backdrop backdrop = Backdrop.of(frame.rows(), frame.columns(), stretched(frame.values()), seed);
                return new Ready(picture.origin(), frame.rows(), frame.columns(), backdrop);
            } catch (IllegalArgumentException e) {
                throw new BadRowException(BadRow.Reason.UNSUITABLE, String.valueOf(e.getMessage()));
            }
        }

        LabelledPicture variant(int number) throws IOException {
            Ready image = ready();
            boolean positive = number % 2 == 0;
            Backdrop.Drawn drawn = image.backdrop.with(seed + number, positive);
            return new LabelledPicture(
                    new Example.Origin(image.origin.id() + "#" + number, image.origin.patient()),
                    new GrayFrame(image.rows, image.columns, drawn.pixels()),
                    RunLengthMask.of(image.rows, image.columns, drawn.mask()),
                    Example.Supervision.MASK,
                    positive,
                    positive ? drawn.finding().name().toLowerCase(Locale.ROOT) : LabelledPicture.NONE,
                    drawn.traits());
        }
    }

    /// To 0..1 as the service does before scoring.
    private static float[] stretched(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float low = sorted[(int) (Example.NORMALISATION.lowPercentile() * (sorted.length - 1))];
        float high = sorted[(int) (Example.NORMALISATION.highPercentile() * (sorted.length - 1))];
        float[] result = new float[values.length];
        for (int k = 0; k < result.length; k++) {
            result[k] = high > low ? Math.clamp((values[k] - low) / (high - low), 0, 1) : 0;
        }
        return result;
    }
}
