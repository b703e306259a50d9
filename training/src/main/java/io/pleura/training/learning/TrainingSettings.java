package io.pleura.training.learning;

import io.pleura.training.data.Example;
import io.pleura.training.data.RunLengthEncoding;
import io.pleura.training.network.Arithmetic;
import io.pleura.training.network.ClaSegNetDesign;
import io.pleura.training.network.ImageScore;
import io.pleura.training.network.LabelLoss;
import io.pleura.training.network.Loss;
import io.pleura.training.network.NodeLoss;
import io.pleura.training.phantom.PhantomRecipe;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that decides a training run. Read from presets (see {@link Presets}), written into the run folder and onto the
/// model card. Two runs of the same settings and images on one machine give the same weights, bit for bit.
///
/// @param inputSize edge of the square input in pixels, a multiple of 32
/// @param minimumArea smallest part of the image that makes it positive; k = ceil(minimumArea x nodes)
/// @param seed decides phantoms, first weights, order and augmentation
/// @param from run folder whose weights to start from, or null for random ones
/// @param pretrainedOn data sets that the weights of `from` have seen
/// @param data what to train on; phantoms are validated and tested on phantoms of their own, other data sets on a
/// tenth of their patients each, those of {@link #deciding} alone where there are several
/// @param runs how run-length lists of `data` are meant; null: found out from the lists
/// @param bending how far random views are bent, part of the edge (see {@link Bending}); 0: not at all
public record TrainingSettings(
        ClaSegNetDesign design,
        int inputSize,
        double minimumArea,
        long seed,
        @Nullable String from,
        List<String> pretrainedOn,
        List<Source> data,
        @Nullable RunLengthEncoding runs,
        Phantoms phantoms,
        Schedule schedule,
        Sampling sampling,
        Augmentation.Strength augmentation,
        double bending,
        LossTerms loss,
        Machine machine) {

    public static final String PHANTOMS = "phantoms";

    /// With this begin the names of sets of radiographs with a pneumothorax drawn in.
    public static final String INSERTED = "inserted:";

    private static final int MOST_SOURCES = 32;

    public TrainingSettings {
        within("minimumArea", minimumArea, 0, 1);
        within("bending", bending, 0, 0.1);
        within("number of data sets", data.size(), 1, MOST_SOURCES);
        pretrainedOn = List.copyOf(pretrainedOn);
        data = List.copyOf(data);
        if (data.stream().map(Source::source).distinct().count() < data.size()) {
            throw new IllegalArgumentException("data names a data set twice; @SHARE gives it more of each batch");
        }
        design.mapSize(inputSize);
    }

    /// @param source as on the command line: `phantoms`, `siim:DIR` ...
    /// @param share of each batch, relative to those of the others; null: its number of images
    public record Source(String source, @Nullable Double share) {

        public Source {
            if (share != null) {
                within("share", share, 1e-6, 1e6);
            }
        }

        /// The higher, the more its images have of patients.
        private int nearness() {
            return source.equals(PHANTOMS) ? 0 : source.startsWith(INSERTED) ? 1 : 2;
        }
    }

    /// How many phantoms of each kind; half of each show a pneumothorax.
    ///
    /// @param drains SHORTCUT puts chest tubes mostly on positive training and validation images, to measure how
    /// far a network falls for them; test images never have it, and such a model cannot be published
    /// @param largeLesions part of the positive training images whose lesion is large (see
    /// {@link PhantomRecipe.Population}); validation and test images have the sizes that they have
    /// @param chests of all of them
    public record Phantoms(
            int training,
            int validation,
            int test,
            PhantomRecipe.Drains drains,
            double largeLesions,
            PhantomRecipe.Chests chests) {

        private static final int MOST = 1_000_000;

        public Phantoms {
            within("training", training, 1, MOST);
            within("validation", validation, 2, MOST);
            within("test", test, 2, MOST);
            within("largeLesions", largeLesions, 0, 1);
        }
    }

    /// @param batchSize images a step
    /// @param learningRate highest, after warm-up; from there half a cosine down to zero
    /// @param weightDecay of AdamW (Loshchilov and Hutter 2019)
    /// @param warmUp part of all steps over which the learning rate rises
    /// @param patience epochs without a better one after which the run ends early; 0: never
    /// @param averaging decay a step of the averaged weights (see {@link AveragedWeights}), 0: none
    public record Schedule(
            int epochs,
            int batchSize,
            double learningRate,
            double weightDecay,
            double warmUp,
            int patience,
            double averaging) {

        public Schedule {
            within("epochs", epochs, 1, 100_000);
            within("batchSize", batchSize, 1, 4096);
            within("learningRate", learningRate, 1e-12, 10);
            within("weightDecay", weightDecay, 0, 10);
            within("warmUp", warmUp, 0, 1);
            within("patience", patience, 0, 100_000);
            within("averaging", averaging, 0, 0.999999);
        }

        /// Linear warm-up, then half a cosine down to zero.
        ///
        /// @param step 0..steps-1
        public double learningRate(int step, int steps) {
            double rise = warmUp == 0 ? 1 : Math.min(1, (step + 1) / (warmUp * steps));
            return learningRate * rise * 0.5 * (1 + Math.cos(Math.PI * step / steps));
        }
    }

    /// The part of positive images in a batch: it moves from `positivesFirst` in the first epoch to `positivesLast` in
    /// the last. Null for both: as in the data.
    public record Sampling(
            @Nullable Double positivesFirst, @Nullable Double positivesLast) {

        public Sampling {
            if ((positivesFirst == null) != (positivesLast == null)) {
                throw new IllegalArgumentException("positivesFirst and positivesLast must both be given, or neither");
            }
            if (positivesFirst != null && positivesLast != null) {
                within("positivesFirst", positivesFirst, 0, 1);
                within("positivesLast", positivesLast, 0, 1);
            }
        }
    }

    /// Weights of the parts of the node-wise loss, and its ablations; the baseline uses none of them.
    ///
    /// @param positiveWeight of a positive node against a negative one; 1: equal
    /// @param diceShare 0: no Dice term
    /// @param imageShare 0: no term of the image score; then images without mask would teach nothing
    /// @param ignoreBand whether nodes that the mask touches lightly teach nothing (else they are negative)
    /// @param focalExponent 0: plain cross-entropy; 2: focal loss (Lin et al. 2017)
    public record LossTerms(
            double positiveWeight, double diceShare, double imageShare, boolean ignoreBand, double focalExponent) {

        public LossTerms {
            within("positiveWeight", positiveWeight, 0, 1000);
            within("diceShare", diceShare, 0, 100);
            within("imageShare", imageShare, 0, 100);
            within("focalExponent", focalExponent, 0, 10);
        }
    }

    /// Where and how it runs. The number of threads and the device may change the last bits of the weights, the
    /// arithmetic more of them.
    public record Machine(int threads, Device device, Arithmetic arithmetic) {

        public Machine {
            within("threads", threads, 1, 1024);
        }
    }

    /// All data sets that the weights will have seen.
    public List<String> seen() {
        return Stream.concat(pretrainedOn.stream(), data.stream().map(Source::source))
                .distinct()
                .toList();
    }

    /// Those of {@link #data} whose validation images choose the best epoch, calibration and cuts, and whose test
    /// images give the figures: the nearest to patients. Radiographs decide, where there are any, not such with a
    /// pneumothorax drawn in, and these before phantoms.
    public List<String> deciding() {
        int nearest = data.stream().mapToInt(Source::nearness).max().orElseThrow();
        return data.stream()
                .filter(source -> source.nearness() == nearest)
                .map(Source::source)
                .toList();
    }

    /// The others of {@link #data}, which are measured apart.
    public List<String> apart() {
        List<String> deciding = deciding();
        return data.stream()
                .map(Source::source)
                .filter(source -> !deciding.contains(source))
                .toList();
    }

    public boolean phantomsOnly() {
        return seen().equals(List.of(PHANTOMS));
    }

    /// The same for weights that have seen other data sets too, before or beside those of `data`.
    public TrainingSettings havingSeen(List<String> sources) {
        List<String> all = Stream.concat(pretrainedOn.stream(), sources.stream())
                .distinct()
                .toList();
        return with(all, runs, augmentation);
    }

    /// The same with other augmentation.
    public TrainingSettings with(Augmentation.Strength other) {
        return with(pretrainedOn, runs, other);
    }

    /// The same with run-length lists meant so.
    public TrainingSettings with(RunLengthEncoding encoding) {
        return with(pretrainedOn, encoding, augmentation);
    }

    private TrainingSettings with(
            List<String> otherPretrainedOn,
            @Nullable RunLengthEncoding otherRuns,
            Augmentation.Strength otherAugmentation) {
        return new TrainingSettings(
                design,
                inputSize,
                minimumArea,
                seed,
                from,
                otherPretrainedOn,
                data,
                otherRuns,
                phantoms,
                schedule,
                sampling,
                otherAugmentation,
                bending,
                loss,
                machine);
    }

    public Example.InputShape shape() {
        return Example.InputShape.of(design, inputSize);
    }

    /// k of {@link ImageScore}.
    public int minimumNodes() {
        int outputSize = design.outputSize(inputSize);
        return ImageScore.minimumNodes(minimumArea, outputSize, outputSize);
    }

    public Loss lossOfHead() {
        return switch (design.head()) {
            case CLASEGNET ->
                new NodeLoss(
                        loss.positiveWeight(),
                        loss.diceShare(),
                        loss.imageShare(),
                        loss.focalExponent(),
                        minimumNodes());
            case CLASSIFICATION -> new LabelLoss();
        };
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s must be %s..%s, is %s".formatted(name, plain(least), plain(most), plain(value)));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
