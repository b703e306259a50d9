package io.pleura.training.phantom;

/// What is burned into the picture after the exposure: side markers, words such as "PORTABLE", a label, the borders of
/// the collimator. Drawn without knowledge of the label, and true of the picture: a marker names the side on which it
/// stands. Letters are a 5 x 7 matrix, so that no font is needed.
final class Annotations {

    private static final int NOTES = 10;
    private static final int SIDE_NOTES = 4;
    private static final int LETTER_ROWS = 7;
    private static final int LETTER_COLUMNS = 5;
    private static final double LEANING = 0.3;

    private final float[] display;
    private final Grid grid;
    private final Draws draws;

    private Annotations(float[] display, Grid grid, Draws draws) {
        this.display = display;
        this.grid = grid;
        this.draws = draws;
    }

    /// @param display values 0..1, changed in place
    static void add(float[] display, Grid grid, PhantomRecipe.View view, Draws draws) {
        Annotations annotations = new Annotations(display, grid, draws);
        for (int i = draws.below(4); i > 0; i--) {
            annotations.write(Note.draw(grid, view, draws));
        }
        if (draws.chance(0.08)) {
            annotations.label();
        }
        if (draws.chance(0.35)) {
            annotations.collimator();
        }
    }

    /// @param note 0..9: four name the side, the others what the technician found worth saying
    /// @param patientsLeft whether it stands on the patient's left, which is on the image's right
    static String wording(int note, boolean patientsLeft, PhantomRecipe.View view) {
        if (note < SIDE_NOTES) {
            return patientsLeft ? "L" : "R";
        }
        return switch (note) {
            case 4, 5 -> view.inBed() ? "AP" : "PA";
            case 6, 7 -> view == PhantomRecipe.View.SUPINE ? "SUPINE" : "ERECT";
            case 8 -> view.inBed() ? "PORTABLE" : "ERECT";
            default -> patientsLeft ? "LT GV" : "RT GV";
        };
    }

    /// Letters in the plane of the picture.
    ///
    /// @param x left edge in centimetres
    /// @param y upper edge
    /// @param dot centimetres from one dot of a letter to the next
    /// @param slant dots to the right for each dot up
    /// @param stroke reach of a dot's ink, as part of `dot`
    record Note(String words, double x, double y, double dot, double slant, double stroke, float ink, boolean ringed) {

        static Note draw(Grid grid, PhantomRecipe.View view, Draws draws) {
            int note = draws.below(NOTES);
            boolean single = note < SIDE_NOTES;
            double dot = single ? draws.uniform(0.1, 0.26) : draws.uniform(0.05, 0.12);
            boolean patientsLeft = draws.side() > 0;
            String words = wording(note, patientsLeft, view);
            double wide = dot * (LETTER_COLUMNS + 1) * words.length();
            double x = patientsLeft ? grid.width() - wide - draws.uniform(0.3, 5) : draws.uniform(0.3, 5);
            double y = draws.uniform(0, 1) < 0.7 ? draws.uniform(0.3, 8) : draws.uniform(0.3, grid.height() - 3);
            double slant = draws.chance(0.4) ? draws.uniform(-LEANING, LEANING) : 0;
            float ink = (float) draws.uniform(0.75, 1);
            double stroke = draws.uniform(0.5, 0.75);
            return new Note(words, x, y, dot, slant, stroke, ink, single && draws.chance(0.3));
        }
    }

    private void write(Note note) {
        for (int i = 0; i < note.words.length(); i++) {
            letter(Glyph.of(note.words.charAt(i)), note.x + i * note.dot * (LETTER_COLUMNS + 1), note);
        }
        if (note.ringed) {
            ring(note.x + note.dot * 2.5, note.y + note.dot * 3.5, note.dot * 6, note.dot, note.ink);
        }
    }

    private void letter(Glyph glyph, double left, Note note) {
        double dot = note.dot;
        for (int row = 0; row < LETTER_ROWS; row++) {
            for (int column = 0; column < LETTER_COLUMNS; column++) {
                if (glyph.inked(row, column)) {
                    double x = left + dot * (column + note.slant * (LETTER_ROWS - row));
                    spot(x, note.y + dot * row, dot * note.stroke, note.ink);
                }
            }
        }
    }

    private void spot(double x, double y, double reach, float ink) {
        for (int row = grid.row(y - reach); row <= grid.row(y + reach); row++) {
            for (int column = grid.column(x - reach); column <= grid.column(x + reach); column++) {
                int k = row * grid.columns() + column;
                display[k] = Math.max(display[k], ink);
            }
        }
    }

    private void ring(double x, double y, double radius, double width, float ink) {
        for (int row = grid.row(y - radius); row <= grid.row(y + radius); row++) {
            for (int column = grid.column(x - radius); column <= grid.column(x + radius); column++) {
                double away = Math.hypot(grid.x(column) - x, grid.y(row) - y);
                if (away <= radius && away >= radius - width) {
                    display[row * grid.columns() + column] = ink;
                }
            }
        }
    }

    /// A blackened or whitened field, where a name stood.
    private void label() {
        double width = draws.uniform(2, 7);
        double height = draws.uniform(1, 2.5);
        double x = draws.side() < 0 ? 0 : grid.width() - width;
        double y = draws.side() < 0 ? 0 : grid.height() - height;
        float shade = draws.chance(0.7) ? 0 : 1;
        for (int row = grid.row(y); row <= grid.row(y + height); row++) {
            for (int column = grid.column(x); column <= grid.column(x + width); column++) {
                display[row * grid.columns() + column] = shade;
            }
        }
    }

    /// Straight borders, a little askew, beyond which no ray came.
    private void collimator() {
        double shade = draws.chance(0.75) ? draws.uniform(0, 0.06) : draws.uniform(0.9, 1);
        double angle = draws.gaussian() * 0.03;
        double cosine = Math.cos(angle);
        double sine = Math.sin(angle);
        double[] border = new double[4];
        for (int i = 0; i < border.length; i++) {
            border[i] = draws.chance(0.5) ? draws.uniform(-0.5, 2.2) : -10;
        }
        double half = draws.uniform(0.02, 0.15); // half-shadow
        for (int k = 0; k < display.length; k++) {
            double x = grid.x(k % grid.columns()) - grid.width() / 2;
            double y = grid.y(k / grid.columns()) - grid.height() / 2;
            double across = x * cosine + y * sine;
            double down = y * cosine - x * sine;
            double open = Math.min(
                    Math.min(across + grid.width() / 2 - border[0], grid.width() / 2 - across - border[1]),
                    Math.min(down + grid.height() / 2 - border[2], grid.height() / 2 - down - border[3]));
            double seen = Math.clamp(0.5 + open / (2 * half), 0, 1);
            display[k] = (float) (seen * display[k] + (1 - seen) * shade);
        }
    }
}
