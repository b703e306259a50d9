package io.pleura.standalone.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A radiograph with its map. `rows` and `columns` are the original's; `frame` is what is delivered, perhaps smaller.
/// `somebodyElse` is null where the image is of the study's patient.
record StubImage(
        String sopInstanceUid,
        double score,
        String laterality,
        String facing,
        int rows,
        int columns,
        int frameRows,
        int frameColumns,
        short[] frame,
        int mapSide,
        float[] map,
        @Nullable Map<String, String> somebodyElse) {
    private static final int INPUT_SIZE = 256;

    /// 800 x 1000 pixels, delivered at half size: brightness rises evenly from 0 at the left to 65535 at the
    /// right. The map is 32 x 32 and nothing but cell (12, 20).
    static StubImage plain(String sopInstanceUid) {
        return of(sopInstanceUid, 0.93, "LEFT", 800, 1000, ramp(400, 500), 400, 500, 32, oneCell(32, 12, 20));
    }

    static StubImage of(
            String uid,
            double score,
            String laterality,
            int rows,
            int columns,
            short[] frame,
            int frameRows,
            int frameColumns,
            int mapSide,
            float[] map) {
        return new StubImage(
                uid, score, laterality, "USUAL", rows, columns, frameRows, frameColumns, frame, mapSide, map, null);
    }

    StubImage scored(double other, String side) {
        return with(other, side, facing, somebodyElse);
    }

    /// As Patient Orientation (0020,0020) of its file says.
    StubImage facing(String other) {
        return with(score, laterality, other, somebodyElse);
    }

    /// As its file names the patient, in contradiction to the others of its study.
    StubImage of(Map<String, String> patient) {
        return with(score, laterality, facing, patient);
    }

    private StubImage with(
            double otherScore, String otherSide, String otherFacing, @Nullable Map<String, String> patient) {
        return new StubImage(
                sopInstanceUid,
                otherScore,
                otherSide,
                otherFacing,
                rows,
                columns,
                frameRows,
                frameColumns,
                frame,
                mapSide,
                map,
                patient);
    }

    static short[] ramp(int rows, int columns) {
        short[] values = new short[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) Math.round(65535.0 * (i % columns) / (columns - 1));
        }
        return values;
    }

    static float[] oneCell(int side, int row, int column) {
        float[] map = new float[side * side];
        map[row * side + column] = 1;
        return map;
    }

    /// The network's input is a square that the whole image fits into, centred.
    double scale() {
        return (double) INPUT_SIZE / Math.max(rows, columns);
    }

    /// Centre of a map cell, in pixels of the original from the left.
    double cellCentreX(int column) {
        return ((column + 0.5) * INPUT_SIZE / mapSide - offset(columns)) / scale();
    }

    /// Centre of a map cell, in pixels of the original from the top.
    double cellCentreY(int row) {
        return ((row + 0.5) * INPUT_SIZE / mapSide - offset(rows)) / scale();
    }

    /// Side of a map cell in pixels of the original.
    double cellSide() {
        return INPUT_SIZE / (double) mapSide / scale();
    }

    private double offset(int length) {
        return (INPUT_SIZE - length * scale()) / 2;
    }

    Map<String, Object> view(boolean withMap, Map<String, String> patientOfTheStudy) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sopInstanceUid", sopInstanceUid);
        view.put("score", score);
        view.put("laterality", laterality);
        view.put("facing", facing);
        view.put("patient", somebodyElse == null ? patientOfTheStudy : somebodyElse);
        view.put("rows", rows);
        view.put("columns", columns);
        if (withMap) {
            view.put(
                    "map",
                    Map.of(
                            "rows", mapSide,
                            "columns", mapSide,
                            "inputSize", INPUT_SIZE,
                            "scale", scale(),
                            "offsetX", offset(columns),
                            "offsetY", offset(rows),
                            "probabilities", map));
        }
        return view;
    }

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(2 * frame.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asShortBuffer().put(frame);
        return buffer.array();
    }
}
