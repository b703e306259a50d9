package io.pleura.training.learning;

import io.pleura.training.data.Example;
import io.pleura.training.data.ExampleList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Which images make up each batch. It follows from the seed and the number of the epoch alone, so that a resumed run
/// need not remember where its random numbers were.
///
/// An epoch has as many steps as the images of all parts fill. Parts are mixed by their shares and positive with
/// negative images by the schedule of {@link TrainingSettings.Sampling}: the shares hold over the epoch exactly, and in
/// each batch up to one image. Images of a part come in random order, all once before one comes again.
final class BatchPlan {

    /// An image that is not read before its batch is drawn.
    record Pick(ExampleList list, int index) {

        Example example() {
            return list.get(index);
        }
    }

    private final Mixture mixture;
    private final TrainingSettings.Sampling sampling;
    private final TrainingSettings.Schedule schedule;
    private final long seed;

    BatchPlan(Mixture mixture, TrainingSettings settings) {
        this.mixture = mixture;
        sampling = settings.sampling();
        schedule = settings.schedule();
        seed = settings.seed();
    }

    int stepsPerEpoch() {
        return Math.max(1, mixture.size() / schedule.batchSize());
    }

    /// @param epoch 1..epochs
    List<List<Pick>> batches(int epoch) {
        List<Stratum> strata = strata(epoch);
        List<List<Pick>> batches = new ArrayList<>(stepsPerEpoch());
        for (int step = 0; step < stepsPerEpoch(); step++) {
            List<Pick> batch = new ArrayList<>(schedule.batchSize());
            for (int i = 0; i < schedule.batchSize(); i++) {
                batch.add(mostOwed(strata).next());
            }
            batches.add(batch);
        }
        return batches;
    }

    /// Every stratum earns its share of an image, and the one that is owed most gives it.
    private static Stratum mostOwed(List<Stratum> strata) {
        Stratum most = strata.getFirst();
        for (Stratum stratum : strata) {
            stratum.owed += stratum.share;
            most = stratum.owed > most.owed ? stratum : most;
        }
        most.owed -= 1;
        return most;
    }

    private List<Stratum> strata(int epoch) {
        double shares =
                mixture.parts().stream().mapToDouble(Mixture.Part::share).sum();
        List<Stratum> strata = new ArrayList<>();
        for (Mixture.Part part : mixture.parts()) {
            double share = part.share() / shares;
            List<Pick> positives = picks(part, ExampleList.Summary::positive);
            List<Pick> negatives = picks(part, example -> !example.positive());
            if (sampling.positivesFirst() == null || positives.isEmpty() || negatives.isEmpty()) {
                strata.add(stratum(picks(part, example -> true), share, epoch, strata.size()));
            } else {
                double positive = positiveShare(epoch);
                strata.add(stratum(positives, share * positive, epoch, strata.size()));
                strata.add(stratum(negatives, share * (1 - positive), epoch, strata.size()));
            }
        }
        return strata;
    }

    private static List<Pick> picks(Mixture.Part part, Predicate<ExampleList.Summary> wanted) {
        ExampleList examples = part.examples();
        return IntStream.range(0, examples.size())
                .filter(index -> wanted.test(examples.summary(index)))
                .mapToObj(index -> new Pick(examples, index))
                .toList();
    }

    private double positiveShare(int epoch) {
        double first = sampling.positivesFirst() == null ? Double.NaN : sampling.positivesFirst();
        double last = sampling.positivesLast() == null ? Double.NaN : sampling.positivesLast();
        double way = schedule.epochs() == 1 ? 0 : (epoch - 1.0) / (schedule.epochs() - 1.0);
        return first + way * (last - first);
    }

    private Stratum stratum(List<Pick> picks, double share, int epoch, int index) {
        return new Stratum(picks, share, new Random(RandomStreams.seed(seed, RandomStreams.ORDER, epoch, index)));
    }

    /// Images that are interchangeable in a batch.
    private static final class Stratum {
        final double share;
        private final List<Pick> order;
        private final Random random;
        private int next;
        double owed;

        Stratum(List<Pick> picks, double share, Random random) {
            this.order = new ArrayList<>(picks);
            this.share = share;
            this.random = random;
            next = picks.size();
        }

        Pick next() {
            if (next == order.size()) {
                Collections.shuffle(order, random);
                next = 0;
            }
            return order.get(next++);
        }
    }
}
