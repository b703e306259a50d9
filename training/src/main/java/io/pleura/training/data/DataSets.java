package io.pleura.training.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Data sets by their names on the command line.
public final class DataSets {

    /// For help texts.
    public static final String NAMES = "phantoms, siim:DIR, nih:DIR, folder:DIR or inserted:DIR";

    private static final int PHANTOMS = 200;
    private static final int VARIANTS = 20;

    private DataSets() {}

    public static DataSet of(String name) {
        return of(name, null);
    }

    /// @param encoding of the run-length lists of `siim`; null: found out from the lists
    public static DataSet of(String name, @Nullable RunLengthEncoding encoding) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? name : name.substring(0, colon);
        String folder = colon < 0 ? "" : name.substring(colon + 1);
        if (kind.equals("phantoms") == !folder.isEmpty()) {
            throw unknown(name);
        }
        return switch (kind) {
            case "phantoms" -> new PhantomSet(PhantomSet.Split.TRAINING, 1, PHANTOMS);
            case "siim" -> new SiimFolder(Path.of(folder), encoding);
            case "nih" -> new NihFolder(Path.of(folder));
            case "folder" -> new LabelledFolder(Path.of(folder));
            case "inserted" -> inserted(new LabelledFolder(Path.of(folder)));
            default -> throw unknown(name);
        };
    }

    /// Pneumothoraces drawn into those images of `folder:DIR` that have none.
    public static DataSet drawnInto(String name) {
        if (of(name) instanceof LabelledFolder labelled) {
            return inserted(labelled.negatives());
        }
        throw new IllegalArgumentException("pneumothoraces are drawn into folder:DIR alone, not into " + name);
    }

    private static InsertedSet inserted(LabelledFolder radiographs) {
        return new InsertedSet(radiographs, VARIANTS, 1);
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("'" + name + "' is no data set; say " + NAMES);
    }
}
