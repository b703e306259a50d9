package io.pleura.training;

import io.pleura.training.phantom.PhantomRecipe;
import io.pleura.training.phantom.PhantomStudies;
import io.pleura.training.phantom.PhantomStudy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `phantoms`: writes synthetic radiographs as DICOM files with their masks and labels.
@CommandLine.Command(
        name = "phantoms",
        description =
                "Writes N synthetic chest radiographs: NAME.dcm (DX), NAME.mask.png (white: free air), labels.csv.",
        mixinStandardHelpOptions = true)
final class PhantomsCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private static final String HEADER =
            "image,mask,pneumothorax,kind,side,mask_pixels,rows,columns,seed,study_instance_uid,sop_instance_uid";

    @Option(names = "--out", required = true, description = "folder, made if missing")
    private Path out = Path.of("phantoms");

    @Option(names = "--count", defaultValue = "20", description = "1..100000 (${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--seed", defaultValue = "1", description = "of the first; the others follow (${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--chests",
            defaultValue = "PLAIN",
            description = "PLAIN, or VARIED: healthy chests that look more like a pneumothorax (${DEFAULT-VALUE})")
    private PhantomRecipe.Chests chests = PhantomRecipe.Chests.PLAIN;

    @Override
    public Integer call() throws IOException {
        if (count < 1 || count > 100_000) {
            throw new IllegalArgumentException("--count must be 1..100000");
        }
        if (seed > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException(
                    "--seed must be %d at most, is %d".formatted(Long.MAX_VALUE - count, seed));
        }
        Files.createDirectories(out);
        PrintWriter console = spec.commandLine().getOut();
        ProgressLine line = new ProgressLine(console);
        AtomicInteger done = new AtomicInteger();
        List<String> rows = LongStream.range(seed, seed + count)
                .parallel()
                .mapToObj(s -> {
                    String row = write(PhantomStudies.make(s, chests));
                    line.at("phantoms", done.incrementAndGet() / (double) count);
                    return row;
                })
                .toList();
        Files.writeString(out.resolve("labels.csv"), HEADER + "\n" + String.join("\n", rows) + "\n");
        console.printf("%d phantoms in %s%n", count, out);
        return 0;
    }

    private String write(PhantomStudy study) {
        PhantomRecipe recipe = study.phantom().recipe();
        String name = "phantom-%d".formatted(recipe.seed());
        try {
            Files.write(out.resolve(name + ".dcm"), study.bytes());
            ImageIO.write(mask(study), "png", out.resolve(name + ".mask.png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "%s.dcm,%s.mask.png,%d,%s,%s,%d,%d,%d,%d,%s,%s"
                .formatted(
                        name,
                        name,
                        study.pneumothorax() ? 1 : 0,
                        study.kind(),
                        study.side(),
                        study.phantom().maskPixels(),
                        study.rows(),
                        study.columns(),
                        recipe.seed(),
                        study.studyInstanceUid(),
                        study.sopInstanceUid());
    }

    private static BufferedImage mask(PhantomStudy study) {
        BufferedImage image = new BufferedImage(study.columns(), study.rows(), BufferedImage.TYPE_BYTE_GRAY);
        for (int k = 0; k < study.mask().length; k++) {
            if (study.mask()[k]) {
                image.getRaster().setSample(k % study.columns(), k / study.columns(), 0, 255);
            }
        }
        return image;
    }
}
