package io.pleura.training.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One connected piece of a mask (pixels that share an edge or a corner) and its measures. Lengths are parts of the
/// image's edges, 0..1, x to the right and y down.
///
/// @param fill part of the bounding box that is set; a thin crescent has little
/// @param elongation longer over shorter axis of the ellipse with the same second moments, 1 for a disc
/// @param tilt angle of the longer axis to the vertical in degrees, -90..90, positive where its top leans to the right
record MaskComponent(
        double area,
        double centreX,
        double centreY,
        double top,
        double width,
        double height,
        double fill,
        double elongation,
        double tilt) {

    /// Mean extent along each row that the piece reaches, part of the image's width.
    double thickness() {
        return area / height;
    }

    /// The tilt as seen from the midline of the body: positive where the top leans away from it, negative as in an
    /// apical cap.
    double tiltOutwards() {
        return centreX < 0.5 ? -tilt : tilt;
    }

    /// Largest first.
    static List<MaskComponent> of(RunLengthMask mask) {
        List<Piece> pieces = pieces(mask);
        int[] parent = new int[pieces.size()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        int before = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            while (before < i && pieces.get(before).comesTooEarlyFor(piece)) {
                before++;
            }
            for (int other = before; other < i && pieces.get(other).column < piece.column; other++) {
                if (pieces.get(other).touches(piece)) {
                    parent[root(parent, other)] = root(parent, i);
                }
            }
        }
        Map<Integer, Moments> components = new TreeMap<>();
        for (int i = 0; i < pieces.size(); i++) {
            components.computeIfAbsent(root(parent, i), none -> new Moments()).add(pieces.get(i));
        }
        return components.values().stream()
                .map(moments -> moments.component(mask))
                .sorted((a, b) -> Double.compare(b.area, a.area))
                .toList();
    }

    private static int root(int[] parent, int i) {
        int root = i;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    private static List<Piece> pieces(RunLengthMask mask) {
        List<Piece> pieces = new ArrayList<>();
        for (RunLengthMask.Run run : mask.runs()) {
            int start = run.start();
            while (start < run.end()) {
                int column = start / mask.rows();
                int end = Math.min(run.end(), (column + 1) * mask.rows());
                pieces.add(new Piece(column, start - column * mask.rows(), end - column * mask.rows()));
                start = end;
            }
        }
        return pieces;
    }

    /// Part of a run within one column, rows top to bottom (exclusive).
    private record Piece(int column, int top, int bottom) {

        boolean touches(Piece right) {
            return column == right.column - 1 && top <= right.bottom && right.top <= bottom;
        }

        /// Neither this piece nor one before it can touch `later` or a piece after it.
        boolean comesTooEarlyFor(Piece later) {
            return column < later.column - 1 || (column == later.column - 1 && bottom < later.top);
        }
    }

    private static final class Moments {
        private long pixels;
        private double sumX;
        private double sumY;
        private double sumXx;
        private double sumYy;
        private double sumXy;
        private int left = Integer.MAX_VALUE;
        private int right;
        private int top = Integer.MAX_VALUE;
        private int bottom;

        void add(Piece piece) {
            double x = piece.column + 0.5;
            for (int row = piece.top; row < piece.bottom; row++) {
                double y = row + 0.5;
                sumX += x;
                sumY += y;
                sumXx += x * x;
                sumYy += y * y;
                sumXy += x * y;
            }
            pixels += piece.bottom - piece.top;
            left = Math.min(left, piece.column);
            right = Math.max(right, piece.column + 1);
            top = Math.min(top, piece.top);
            bottom = Math.max(bottom, piece.bottom);
        }

        /// A pixel is a square, whose own second moment is 1/12.
        MaskComponent component(RunLengthMask mask) {
            double meanX = sumX / pixels;
            double meanY = sumY / pixels;
            double xx = sumXx / pixels - meanX * meanX + 1.0 / 12;
            double yy = sumYy / pixels - meanY * meanY + 1.0 / 12;
            double xy = sumXy / pixels - meanX * meanY;
            double middle = (xx + yy) / 2;
            double spread = Math.hypot((xx - yy) / 2, xy);
            double tilt = Math.toDegrees(Math.atan2(-2 * xy, yy - xx) / 2);
            return new MaskComponent(
                    pixels / ((double) mask.rows() * mask.columns()),
                    meanX / mask.columns(),
                    meanY / mask.rows(),
                    top / (double) mask.rows(),
                    (right - left) / (double) mask.columns(),
                    (bottom - top) / (double) mask.rows(),
                    pixels / ((double) (right - left) * (bottom - top)),
                    Math.sqrt((middle + spread) / Math.max(middle - spread, 1.0 / 12)),
                    tilt);
        }
    }
}
