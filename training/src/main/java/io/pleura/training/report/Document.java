package io.pleura.training.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// A report as `report.md` with PNG files beside it, and as one `report.html` that holds its pictures itself.
public record Document(String title, List<Block> blocks) {

    private static final String STYLE = """
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
            table { border-collapse: collapse; margin: 1rem 0; font-size: 0.9rem }
            th, td { border-bottom: 1px solid #ddd; padding: 0.3rem 0.7rem; text-align: left; vertical-align: top }
            figure { display: inline-block; margin: 0.5rem; max-width: 100%; vertical-align: top }
            figcaption { font-size: 0.85rem; color: #555; max-width: 36rem }
            img { max-width: 100% }
            .warning { border-left: 4px solid #D55E00; padding: 0.5rem 1rem; background: #fff4ec }
            """;

    public Document {
        blocks = List.copyOf(blocks);
    }

    /// @throws IllegalArgumentException where two pictures have one name
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> names = new ArrayList<>();
        for (Block block : blocks) {
            if (block instanceof Block.Picture picture) {
                if (names.contains(picture.file())) {
                    throw new IllegalArgumentException("two pictures are named " + picture.file());
                }
                names.add(picture.file());
                Files.write(folder.resolve(picture.file()), picture.png());
            }
        }
        Files.writeString(folder.resolve("report.md"), markdown());
        Files.writeString(folder.resolve("report.html"), html());
    }

    public String markdown() {
        return "# " + title + "\n\n" + markdown(blocks);
    }

    /// Blocks for a document that someone else writes, such as the model card.
    public static String markdown(List<Block> blocks) {
        return blocks.stream().map(Document::markdown).collect(Collectors.joining("\n\n", "", "\n"));
    }

    private static String markdown(Block block) {
        return switch (block) {
            case Block.Heading heading -> "## " + heading.text();
            case Block.Paragraph paragraph -> paragraph.text();
            case Block.Warning warning -> "**" + warning.text() + "**";
            case Block.Picture picture -> "![%s](%s)%n%n%s".formatted(picture.note(), picture.file(), picture.note());
            case Block.Table table -> {
                List<String> lines = new ArrayList<>();
                lines.add(line(table.columns()));
                lines.add("|---".repeat(table.columns().size()) + "|");
                table.rows().forEach(row -> lines.add(line(row)));
                yield String.join("\n", lines);
            }
        };
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }

    public String html() {
        String body = blocks.stream().map(Document::html).collect(Collectors.joining("\n"));
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%s</title><style>
                %s</style></head>
                <body>
                <h1>%s</h1>
                %s
                </body>
                </html>
                """.formatted(escaped(title), STYLE, escaped(title), body);
    }

    private static String html(Block block) {
        return switch (block) {
            case Block.Heading heading -> "<h2>" + escaped(heading.text()) + "</h2>";
            case Block.Paragraph paragraph -> "<p>" + escaped(paragraph.text()) + "</p>";
            case Block.Warning warning -> "<p class=\"warning\"><strong>" + escaped(warning.text()) + "</strong></p>";
            case Block.Picture picture ->
                "<figure><img alt=\"%s\" src=\"data:image/png;base64,%s\"><figcaption>%s</figcaption></figure>"
                        .formatted(
                                escaped(picture.note()),
                                Base64.getEncoder().encodeToString(picture.png()),
                                escaped(picture.note()));
            case Block.Table table -> {
                String rows = table.rows().stream().map(row -> row(row, "td")).collect(Collectors.joining("\n"));
                yield "<table>\n" + row(table.columns(), "th") + "\n" + rows + "\n</table>";
            }
        };
    }

    private static String row(List<String> cells, String tag) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
