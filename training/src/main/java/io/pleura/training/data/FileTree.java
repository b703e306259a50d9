package io.pleura.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The files below a folder, those nearer to it first, then by name. Links are followed.
record FileTree(Path folder, List<Path> files) {

    private static final int DEEPEST = 8;
    private static final int MOST_FILES = 1_000_000;

    static FileTree of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        try (Stream<Path> walk = Files.walk(folder, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = walk.filter(Files::isRegularFile)
                    .limit(MOST_FILES + 1L)
                    .sorted(Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder()))
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new IOException(folder + " holds more than " + MOST_FILES + " files");
            }
            return new FileTree(folder, files);
        } catch (UncheckedIOException e) {
            throw new IOException(folder + ": " + e.getMessage(), e);
        }
    }

    /// Tables whose header names all of the columns.
    List<Path> tables(List<String> columns) throws IOException {
        List<Path> tables = new ArrayList<>();
        for (Path file : files) {
            boolean table = file.toString().endsWith(".csv") || file.toString().endsWith(".csv.gz");
            if (table && CsvTable.header(file).containsAll(columns)) {
                tables.add(file);
            }
        }
        return tables;
    }

    /// @throws IOException where there is none, or more than one
    Path onlyTable(List<String> columns) throws IOException {
        return onlyOf(tables(columns), columns);
    }

    Path onlyOf(List<Path> tables, List<String> columns) throws IOException {
        if (tables.size() != 1) {
            throw new IOException("%s: %s table with the columns %s%s"
                    .formatted(
                            folder,
                            tables.isEmpty() ? "there is no" : "there is more than one",
                            String.join(", ", columns),
                            tables.isEmpty() ? "" : ": " + tables));
        }
        return tables.getFirst();
    }

    /// Images by their name without its ending. Of several with one name DICOM wins, then the one nearest to the
    /// folder: archives hold copies of themselves. Folders of masks hold no images.
    Map<String, Path> imagesByStem() {
        Map<String, Path> images = new HashMap<>();
        for (Path file : files) {
            if (PictureFiles.isImage(file) && !inMaskFolder(file)) {
                images.merge(
                        stem(file),
                        file,
                        (first, second) ->
                                PictureFiles.isDicom(second) && !PictureFiles.isDicom(first) ? second : first);
            }
        }
        return images;
    }

    /// Whether the file lies in a folder below this one whose name tells that it holds masks.
    boolean inMaskFolder(Path file) {
        Path parent = file.getParent();
        return parent != null
                && !parent.equals(folder)
                && String.valueOf(parent.getFileName()).toLowerCase(Locale.ROOT).contains("mask");
    }

    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.lastIndexOf('.'));
    }
}
