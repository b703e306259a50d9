package io.pleura.inference.score;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The active model, and older ones that replays ask for, opened when first wanted.
///
/// Owned by the worker's thread. At most [#KEPT_OPEN] older models stay open after [#trim], which the worker
/// calls between batches, so that no model is closed while a batch still refers to it.
public final class ModelShelf implements AutoCloseable {

    static final int KEPT_OPEN = 2;

    private record Edition(String sha256, OptimisationLevel level) {}

    private record Place(Path folder, Precision precision) {}

    private final OnnxScorer active;
    private final RuntimeSettings settings;
    private final List<Path> folders;
    private final Map<Edition, OnnxScorer> older = new LinkedHashMap<>(16, 0.75f, true);

    private ModelShelf(OnnxScorer active, RuntimeSettings settings, List<Path> folders) {
        this.active = active;
        this.settings = settings;
        this.folders = folders;
    }

    /// @throws ModelException when the active model cannot be used; older ones are only looked at when wanted
    public static ModelShelf open(
            Path activeFolder, Precision precision, List<Path> replayFolders, RuntimeSettings settings)
            throws ModelException {
        List<Path> folders =
                Stream.concat(Stream.of(activeFolder), replayFolders.stream()).toList();
        return new ModelShelf(OnnxScorer.open(ModelFolder.load(activeFolder, precision), settings), settings, folders);
    }

    public OnnxScorer active() {
        return active;
    }

    /// The model that gave a recorded score, at the optimisation level that it ran at then.
    ///
    /// @return empty when no folder holds a model of that hash
    /// @throws ModelException when a folder holds it and it cannot be used
    public Optional<OnnxScorer> recorded(String sha256, String optimisationLevel) throws ModelException {
        OptimisationLevel level = OptimisationLevel.named(optimisationLevel).orElse(settings.optimisationLevel());
        ModelIdentity identity = active.identity();
        if (identity.sha256().equals(sha256) && identity.optimisationLevel() == level) {
            return Optional.of(active);
        }
        Edition edition = new Edition(sha256, level);
        OnnxScorer open = older.get(edition);
        if (open != null) {
            return Optional.of(open);
        }
        Optional<Place> place = find(sha256);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        ModelFolder model = ModelFolder.load(place.get().folder(), place.get().precision());
        OnnxScorer opened = OnnxScorer.open(model, settings.at(level));
        older.put(edition, opened);
        return Optional.of(opened);
    }

    /// Closes the older models that have gone unused longest.
    public void trim() {
        var leastRecentFirst = older.values().iterator();
        for (int excess = older.size() - KEPT_OPEN; excess > 0; excess--) {
            leastRecentFirst.next().close();
            leastRecentFirst.remove();
        }
    }

    @Override
    public void close() {
        older.values().forEach(OnnxScorer::close);
        older.clear();
        active.close();
    }

    private Optional<Place> find(String sha256) {
        return folders.stream().flatMap(folder -> find(folder, sha256).stream()).findFirst();
    }

    /// A broken folder must not stand in the way of a good one further down the list.
    private static Optional<Place> find(Path folder, String sha256) {
        try {
            return ModelFolder.editions(folder).entrySet().stream()
                    .filter(edition -> edition.getValue().description().sha256().equals(sha256))
                    .map(edition -> new Place(folder, edition.getKey()))
                    .findFirst();
        } catch (ModelException e) {
            return Optional.empty();
        }
    }
}
