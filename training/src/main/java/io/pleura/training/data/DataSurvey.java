package io.pleura.training.data;

import io.pleura.imaging.frame.GrayFrame;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// What every image of a data set is like, from decoding each once; no image is kept.
///
/// @param occupancy {@link #CELLS} x {@link #CELLS}, row-major, over the image's extent: mean covered part of each cell
/// over the masks (not the boxes); all zero where there are none
/// @param masks of the positives that have one
public record DataSurvey(
        String name,
        List<Seen> images,
        List<RunLengthMask> masks,
        double[] occupancy,
        List<BadRow> badRows,
        int unlabelled) {

    public static final int CELLS = 64;

    public void print(PrintWriter out) {
        BadRow.print(badRows, out);
        long positives = images.stream().filter(Seen::positive).count();
        out.printf("%s: %d images, %d positive, %d with a mask%n", name, images.size(), positives, masks.size());
    }

    /// @param item of the listing
    public record Seen(
            int rows,
            int columns,
            Example.Origin origin,
            Example.Supervision supervision,
            boolean positive,
            double lesionArea,
            String finding,
            DataSet.Item item) {}

    private record Found(Seen seen, List<RunLengthMask> mask, float[] coverage) {

        static Found of(LabelledPicture picture, DataSet.Item item) {
            GrayFrame frame = picture.frame();
            RunLengthMask lesion = picture.lesion();
            boolean masked = picture.supervision() == Example.Supervision.MASK && !lesion.isEmpty();
            double area = lesion.area() / ((double) lesion.rows() * lesion.columns());
            return new Found(
                    new Seen(
                            frame.rows(),
                            frame.columns(),
                            picture.origin(),
                            picture.supervision(),
                            picture.positive(),
                            area,
                            picture.finding(),
                            item),
                    masked ? List.of(lesion) : List.of(),
                    masked ? cells(lesion) : new float[0]);
        }

        private static float[] cells(RunLengthMask mask) {
            float[] cells = new float[CELLS * CELLS];
            float weight = (float) CELLS * CELLS / ((float) mask.rows() * mask.columns());
            for (RunLengthMask.Run run : mask.runs()) {
                for (int pixel = run.start(); pixel < run.end(); pixel++) {
                    int row = pixel % mask.rows() * CELLS / mask.rows();
                    int column = pixel / mask.rows() * CELLS / mask.columns();
                    cells[row * CELLS + column] += weight;
                }
            }
            return cells;
        }
    }

    /// @param done told the number of images decoded so far
    public static DataSurvey of(DataSet set, boolean strict, IntConsumer done) throws IOException {
        DataSet.Listing listing = set.list();
        DataLoading.Progress progress = new DataLoading.Progress(done, strict);
        progress.check(listing.badRows());
        List<Seen> images = new ArrayList<>();
        List<RunLengthMask> masks = new ArrayList<>();
        double[] occupancy = new double[CELLS * CELLS];
        List<BadRow> unreadable = DataLoading.decode(listing, Found::of, progress, found -> {
            images.add(found.seen);
            masks.addAll(found.mask);
            for (int cell = 0; cell < found.coverage.length; cell++) {
                occupancy[cell] += found.coverage[cell];
            }
        });
        for (int cell = 0; cell < occupancy.length; cell++) {
            occupancy[cell] /= Math.max(1, masks.size());
        }
        List<BadRow> badRows = new ArrayList<>(listing.badRows());
        badRows.addAll(unreadable);
        return new DataSurvey(
                set.name(),
                List.copyOf(images),
                List.copyOf(masks),
                occupancy,
                List.copyOf(badRows),
                listing.unlabelled());
    }
}
