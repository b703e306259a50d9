package io.pleura.training.data;

/// Rational mask pooling: brings a mask of any size to the size of the score map, for any ratio of the two, without
/// resampling.
///
/// The image is letterboxed: it lies centred on a square of its longer edge, and that square is what the network sees.
/// Node (i, j) of an h x w map owns the rectangle [i M/h, (i+1) M/h) x [j M/w, (j+1) M/w) of the square with edge M.
/// Its coverage is the area of the mask inside it, counted exactly in integers: a pixel has the area 4 h w (it is
/// cut into
/// half pixels, since centring may shift by half a pixel, and into 1/h and 1/w, since nodes may cut pixels). So no
/// mass is
/// lost or made. That the arithmetic is exact and how it is done is ours; the name is the abstract's.
public final class RationalMaskPooling {

    private final int rows;
    private final int columns;
    private final int canvas;
    private final int mapRows;
    private final int mapColumns;

    public RationalMaskPooling(int rows, int columns, int mapRows, int mapColumns) {
        if (rows < 1 || columns < 1 || mapRows < 1 || mapColumns < 1) {
            throw new IllegalArgumentException("sizes must be positive");
        }
        this.rows = rows;
        this.columns = columns;
        this.canvas = Math.max(rows, columns);
        this.mapRows = mapRows;
        this.mapColumns = mapColumns;
    }

    /// Area units of one mask pixel.
    public long pixelArea() {
        return 4L * mapRows * mapColumns;
    }

    /// Area units of one whole node.
    public long nodeArea() {
        return 4L * canvas * canvas;
    }

    /// Covered area of each node in units, mapRows x mapColumns row-major. The sum is the number of mask pixels times
    /// {@link #pixelArea()}.
    public long[] areas(boolean[] mask) {
        if (mask.length != rows * columns) {
            throw new IllegalArgumentException("mask has " + mask.length + " pixels, not " + rows + " x " + columns);
        }
        long[] areas = new long[mapRows * mapColumns];
        for (int row = 0; row < rows; row++) {
            Span down = new Span(row, canvas - rows, canvas, mapRows);
            for (int column = 0; column < columns; column++) {
                if (mask[row * columns + column]) {
                    Span across = new Span(column, canvas - columns, canvas, mapColumns);
                    for (int i = down.first; i <= down.last; i++) {
                        long height = down.overlap(i);
                        for (int j = across.first; j <= across.last; j++) {
                            areas[i * mapColumns + j] += height * across.overlap(j);
                        }
                    }
                }
            }
        }
        return areas;
    }

    /// Covered part of each node, 0..1, mapRows x mapColumns row-major.
    public float[] coverage(boolean[] mask) {
        long[] areas = areas(mask);
        float[] coverage = new float[areas.length];
        for (int node = 0; node < areas.length; node++) {
            coverage[node] = (float) ((double) areas[node] / nodeArea());
        }
        return coverage;
    }

    /// One pixel along one axis and the nodes it touches. Units: half pixels times nodes, so that all edges are
    /// integers.
    private static final class Span {
        final int first;
        final int last;
        private final long start;
        private final long end;
        private final long node;

        /// @param margin pixels by which the canvas is longer than the image
        Span(int pixel, int margin, int canvas, int nodes) {
            node = 2L * canvas;
            start = (2L * pixel + margin) * nodes;
            end = start + 2L * nodes;
            first = (int) (start / node);
            last = (int) ((end - 1) / node);
        }

        long overlap(int i) {
            return Math.min(end, (i + 1) * node) - Math.max(start, i * node);
        }
    }
}
