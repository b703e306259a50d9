package io.pleura.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// The files below a folder, those nearer to it first, then by name. Links are followed.
record FileTree(Path folder, List<Path> files) {

    private static final int DEEPEST = 8;
    private static final int MOST_FILES = 1_000_000;

    static FileTree of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder.toAbsolutePath());
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
            if (e.getCause() instanceof FileSystemLoopException loop) {
                throw new IOException(loop.getFile() + " is a link back to a folder that it lies in: take it away", e);
            }
            throw e.getCause();
        }
    }

    /// Tables whose header names all of the columns.
    List<Path> tables(List<String> columns) throws IOException {
        List<Path> tables = new ArrayList<>();
        for (Path file : files) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            boolean table = name.endsWith(".csv") || name.endsWith(".csv.gz");
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

    /// Images by their name without its ending, those nearest to the folder first: archives hold copies of
    /// themselves. Where some of one name are DICOM, the others are left out. Folders of masks hold no images.
    Map<String, List<Path>> imagesByStem() {
        Map<String, List<Path>> images = imagesBy(FileTree::stem);
        images.replaceAll((stem, files) -> files.stream().anyMatch(PictureFiles::isDicom)
                ? files.stream().filter(PictureFiles::isDicom).toList()
                : files);
        return images;
    }

    Map<String, List<Path>> imagesByName() {
        return imagesBy(file -> String.valueOf(file.getFileName()));
    }

    private Map<String, List<Path>> imagesBy(Function<Path, String> name) {
        Map<String, List<Path>> images = new HashMap<>();
        for (Path file : files) {
            if (PictureFiles.isImage(file) && !inMaskFolder(file)) {
                images.computeIfAbsent(name.apply(file), none -> new ArrayList<>())
                        .add(file);
            }
        }
        return images;
    }

    /// The first of several files of one image.
    ///
    /// @throws BadRowException where they differ, as image and mask of one name do, or sizes of one image
    static Path onlyImage(List<Path> copies) throws IOException {
        Path first = copies.getFirst();
        for (Path copy : copies) {
            if (!copy.equals(first) && Files.mismatch(first, copy) >= 0) {
                throw new BadRowException(BadRow.Reason.AMBIGUOUS, "%s and %s are not the same".formatted(first, copy));
            }
        }
        return first;
    }

    /// Whether a folder on the way from this one to the file has a name which tells that it holds masks.
    boolean inMaskFolder(Path file) {
        Path folders = folder.relativize(file).getParent();
        return folders != null && folders.toString().toLowerCase(Locale.ROOT).contains("mask");
    }

    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.lastIndexOf('.'));
    }
}
