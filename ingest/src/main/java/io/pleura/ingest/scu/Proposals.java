package io.pleura.ingest.scu;

import io.pleura.ingest.scu.Association.Syntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;

/// SOP classes and transfer syntaxes that are proposed from the first association on, because files have them that are
/// going to be sent.
public final class Proposals {

    /// Nothing is known of the files yet.
    public static final Proposals NONE = new Proposals(List.of());

    /// Of more files, those behind are sent without having been looked at.
    static final int MOST_FILES = 1000;

    private final List<Syntax> syntaxes;

    private Proposals(List<Syntax> syntaxes) {
        this.syntaxes = syntaxes;
    }

    /// What these files have. One that cannot be read is told of when it is sent.
    public static Proposals of(List<Path> files) {
        LinkedHashSet<Syntax> syntaxes = new LinkedHashSet<>();
        for (Path file : files.subList(0, Math.min(files.size(), MOST_FILES))) {
            try (Part10 object = Part10.open(file)) {
                syntaxes.add(object.syntax());
            } catch (IOException e) {
                // Its turn comes.
            }
        }
        return new Proposals(List.copyOf(syntaxes));
    }

    List<Syntax> syntaxes() {
        return syntaxes;
    }
}
