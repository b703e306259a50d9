package io.pleura.training.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// Aggregate figures of many masks: how large, where and of what shape lesions are. Single masks cannot be made out.
/// Lengths are parts of the image's edges, areas parts of the image, x to the right and y down; the patient's right is
/// on the image's left. Pieces below {@link #LEAST_PIECE} of the image are left out of the counts and shapes.
///
/// @param probabilities those of every list of quantiles
/// @param terciles the same for the smallest, middle and largest third by area
public record MaskStatistics(
        String source,
        int images,
        int positives,
        List<Double> probabilities,
        Group all,
        Terciles terciles,
        List<List<Integer>> occupancy32) {

    public static final double LEAST_PIECE = 1e-4;

    private static final List<Double> PROBABILITIES =
            List.of(0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0);
    private static final int FINE = 32;
    private static final int COARSE = 16;
    private static final double MIDLINE = 0.5;
    private static final double BOTH_SIDES_FROM = 0.1;

    /// Thirds of the positives by area.
    public record Terciles(Group small, Group middle, Group large) {}

    /// @param area quantiles, of the whole mask of an image
    /// @param piecesPerImage number of pieces to share of the images
    /// @param shares of the images, by name
    /// @param largestPiece quantiles of the measures of an image's largest piece, by name
    /// @param occupancy16 16 x 16, row-major: share of the cell's pixels that the masks set on average, in
    /// thousandths
    public record Group(
            int masks,
            List<Double> area,
            Map<String, Double> piecesPerImage,
            Map<String, Double> shares,
            Map<String, List<Double>> largestPiece,
            List<List<Integer>> occupancy16) {}

    private record Measured(RunLengthMask mask, double area, List<MaskComponent> pieces) {

        static Measured of(RunLengthMask mask) {
            List<MaskComponent> pieces = MaskComponent.of(mask);
            List<MaskComponent> kept =
                    pieces.stream().filter(piece -> piece.area() >= LEAST_PIECE).toList();
            double area = mask.area() / ((double) mask.rows() * mask.columns());
            return new Measured(mask, area, kept.isEmpty() ? pieces.subList(0, 1) : kept);
        }

        MaskComponent largest() {
            return pieces.getFirst();
        }

        /// Share of the area whose piece lies on the image's left half, which is the patient's right side.
        double leftShare() {
            double left = 0;
            double all = 0;
            for (MaskComponent piece : pieces) {
                left += piece.centreX() < MIDLINE ? piece.area() : 0;
                all += piece.area();
            }
            return left / all;
        }
    }

    /// @param masks of all images, empty ones included
    public static MaskStatistics of(String source, Collection<RunLengthMask> masks) {
        List<Measured> positives = masks.stream()
                .filter(mask -> !mask.isEmpty())
                .map(Measured::of)
                .sorted(Comparator.comparingDouble(Measured::area))
                .toList();
        int n = positives.size();
        if (n < 3) {
            throw new IllegalArgumentException("statistics need at least 3 masks, there are " + n);
        }
        Terciles terciles = new Terciles(
                group(positives.subList(0, n / 3)),
                group(positives.subList(n / 3, 2 * n / 3)),
                group(positives.subList(2 * n / 3, n)));
        return new MaskStatistics(
                source, masks.size(), n, PROBABILITIES, group(positives), terciles, occupancy(positives, FINE));
    }

    private static Group group(List<Measured> masks) {
        Map<String, List<Double>> largest = new LinkedHashMap<>();
        measures()
                .forEach((name, measure) -> largest.put(
                        name,
                        quantiles(masks.stream()
                                .mapToDouble(mask -> measure.applyAsDouble(mask.largest()))
                                .toArray())));
        Map<String, Double> pieces = new TreeMap<>();
        for (Measured mask : masks) {
            pieces.merge(mask.pieces.size() < 5 ? "" + mask.pieces.size() : "5+", 1.0 / masks.size(), Double::sum);
        }
        pieces.replaceAll((count, share) -> rounded(share));
        return new Group(
                masks.size(),
                quantiles(masks.stream().mapToDouble(Measured::area).toArray()),
                pieces,
                shares(masks),
                largest,
                occupancy(masks, COARSE));
    }

    private static Map<String, ToDoubleFunction<MaskComponent>> measures() {
        Map<String, ToDoubleFunction<MaskComponent>> measures = new LinkedHashMap<>();
        measures.put("distanceFromMidline", piece -> Math.abs(piece.centreX() - MIDLINE));
        measures.put("centreY", MaskComponent::centreY);
        measures.put("top", MaskComponent::top);
        measures.put("bottom", piece -> piece.top() + piece.height());
        measures.put("width", MaskComponent::width);
        measures.put("height", MaskComponent::height);
        measures.put("heightOverWidth", piece -> piece.height() / piece.width());
        measures.put("fill", MaskComponent::fill);
        measures.put("elongation", MaskComponent::elongation);
        measures.put("tiltOutwards", MaskComponent::tiltOutwards);
        measures.put("thickness", MaskComponent::thickness);
        return measures;
    }

    private static Map<String, Double> shares(List<Measured> masks) {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("imageLeft", share(masks, mask -> mask.leftShare() > 1 - BOTH_SIDES_FROM ? 1 : 0));
        shares.put("imageRight", share(masks, mask -> mask.leftShare() < BOTH_SIDES_FROM ? 1 : 0));
        shares.put(
                "bothSides",
                share(
                        masks,
                        mask -> mask.leftShare() >= BOTH_SIDES_FROM && mask.leftShare() <= 1 - BOTH_SIDES_FROM
                                ? 1
                                : 0));
        shares.put("centreInUpperThird", share(masks, mask -> mask.largest().centreY() < 1.0 / 3 ? 1 : 0));
        shares.put(
                "centreInMiddleThird",
                share(
                        masks,
                        mask -> mask.largest().centreY() >= 1.0 / 3
                                        && mask.largest().centreY() < 2.0 / 3
                                ? 1
                                : 0));
        shares.put("centreInLowerThird", share(masks, mask -> mask.largest().centreY() >= 2.0 / 3 ? 1 : 0));
        shares.put("higherThanHalfTheImage", share(masks, mask -> mask.largest().height() > 0.5 ? 1 : 0));
        return shares;
    }

    private static double share(List<Measured> masks, ToDoubleFunction<Measured> counted) {
        return rounded(masks.stream().mapToDouble(counted).average().orElse(0));
    }

    /// Linear between the two nearest ranks.
    private static List<Double> quantiles(double[] values) {
        Arrays.sort(values);
        List<Double> quantiles = new ArrayList<>();
        for (double probability : PROBABILITIES) {
            double rank = probability * (values.length - 1);
            int below = (int) rank;
            int above = Math.min(below + 1, values.length - 1);
            double value = values[below] + (rank - below) * (values[above] - values[below]);
            quantiles.add(rounded(value));
        }
        return quantiles;
    }

    /// Share of the pixels of each cell that are set, over all masks, in thousandths.
    private static List<List<Integer>> occupancy(List<Measured> masks, int edge) {
        double[][] counts = new double[edge][edge];
        for (Measured measured : masks) {
            RunLengthMask mask = measured.mask;
            double weight = (double) edge * edge / ((double) mask.rows() * mask.columns() * masks.size());
            for (RunLengthMask.Run run : mask.runs()) {
                for (int pixel = run.start(); pixel < run.end(); pixel++) {
                    int row = pixel % mask.rows() * edge / mask.rows();
                    int column = pixel / mask.rows() * edge / mask.columns();
                    counts[row][column] += weight;
                }
            }
        }
        List<List<Integer>> grid = new ArrayList<>();
        for (double[] row : counts) {
            grid.add(Arrays.stream(row)
                    .mapToObj(share -> (int) Math.round(1000 * share))
                    .toList());
        }
        return grid;
    }

    /// Four significant digits are more than the source deserves.
    private static double rounded(double value) {
        return value == 0 ? 0 : new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
