package io.pleura.training.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Deals images of one or several data sets out to parts so that the images of a patient, and copies of an image, stay
/// together, whatever set they are in, and every part has its share of each stratum of each set: negatives, positives,
/// and where there are enough, positives by third of lesion size. The result depends on images and seed, not on their
/// order. Sets that share no patient do not influence each other. What two sets name alike is taken for one patient.
final class PatientGroups {

    /// Fewer positives with a known area than this are not divided by size.
    private static final int POSITIVES_FOR_TERCILES = 60;

    private static final int NEGATIVE = 0;
    private static final int POSITIVE = 1;
    private static final int FIRST_TERCILE = 2;
    private static final int STRATA_OF_SET = 5;

    private final List<ExampleList> sets;
    private final ExampleList all;
    private final int[] setOfImage;
    private final int strata;
    private final List<Group> groups = new ArrayList<>();
    private final double[] totals;

    /// Images that stay together.
    private record Group(String key, int[] images, int[] counts) {}

    PatientGroups(List<ExampleList> sets, long seed) {
        this.sets = List.copyOf(sets);
        this.all = ExampleList.joined(sets);
        this.setOfImage = IntStream.range(0, sets.size())
                .flatMap(
                        set -> IntStream.generate(() -> set).limit(sets.get(set).size()))
                .toArray();
        this.strata = STRATA_OF_SET * sets.size();
        this.totals = new double[strata];
        List<double[]> limits = sets.stream().map(PatientGroups::tercileLimits).toList();
        together().forEach((key, images) -> groups.add(group(key, images, limits)));
        for (Group group : groups) {
            for (int stratum = 0; stratum < strata; stratum++) {
                totals[stratum] += group.counts[stratum];
            }
        }
        groups.sort(Comparator.comparingInt((Group group) -> -group.images.length)
                .thenComparing(group -> Hashing.hex((seed + " " + group.key).getBytes(StandardCharsets.UTF_8))));
    }

    /// Deals the groups out, the largest first, each to the part where it raises the sum of
    /// (images - wanted)^2 / wanted over the strata least.
    ///
    /// @param shares wanted of each part, summing to 1
    /// @return for each part its images of each set
    List<List<ExampleList>> deal(double... shares) {
        double[][] dealt = new double[shares.length][strata];
        List<List<Integer>> parts = new ArrayList<>();
        for (int part = 0; part < shares.length; part++) {
            parts.add(new ArrayList<>());
        }
        for (Group group : groups) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int part = 0; part < shares.length; part++) {
                double cost = cost(group, dealt[part], shares[part]);
                if (cost < least) {
                    least = cost;
                    best = part;
                }
            }
            for (int stratum = 0; stratum < strata; stratum++) {
                dealt[best][stratum] += group.counts[stratum];
            }
            parts.get(best).addAll(Arrays.stream(group.images).boxed().toList());
        }
        return parts.stream().map(this::lists).toList();
    }

    private double cost(Group group, double[] dealt, double share) {
        double cost = 0;
        for (int stratum = 0; stratum < strata; stratum++) {
            double more = group.counts[stratum];
            double wanted = share * totals[stratum];
            cost += more == 0 ? 0 : more * (2 * dealt[stratum] + more - 2 * wanted) / wanted;
        }
        return cost;
    }

    private List<ExampleList> lists(List<Integer> images) {
        return IntStream.range(0, sets.size())
                .mapToObj(set -> list(images, set))
                .toList();
    }

    /// Those of one set in an order of their own: by id.
    private ExampleList list(List<Integer> images, int set) {
        return all.subset(images.stream()
                .filter(image -> setOfImage[image] == set)
                .sorted(Comparator.comparing(
                        image -> all.summary(image).origin().id()))
                .mapToInt(Integer::intValue)
                .toArray());
    }

    private Group group(String key, List<Integer> images, List<double[]> limitsOfSets) {
        int[] counts = new int[strata];
        for (int image : images) {
            ExampleList.Summary summary = all.summary(image);
            int first = STRATA_OF_SET * setOfImage[image];
            double[] limits = limitsOfSets.get(setOfImage[image]);
            counts[first + (summary.positive() ? POSITIVE : NEGATIVE)]++;
            if (limits.length > 0 && hasArea(summary)) {
                double area = summary.lesionArea();
                counts[first + FIRST_TERCILE + (area < limits[0] ? 0 : area < limits[1] ? 1 : 2)]++;
            }
        }
        return new Group(key, images.stream().mapToInt(Integer::intValue).toArray(), counts);
    }

    /// Areas between the thirds; none where there are too few positives.
    private static double[] tercileLimits(ExampleList set) {
        double[] areas = set.summaries().stream()
                .filter(PatientGroups::hasArea)
                .mapToDouble(ExampleList.Summary::lesionArea)
                .sorted()
                .toArray();
        return areas.length < POSITIVES_FOR_TERCILES
                ? new double[0]
                : new double[] {areas[areas.length / 3], areas[2 * areas.length / 3]};
    }

    private static boolean hasArea(ExampleList.Summary summary) {
        return summary.positive() && summary.supervision() != Example.Supervision.LABEL;
    }

    /// Images by patient, patients with a copy of the same image joined under the first name.
    private Map<String, List<Integer>> together() {
        Map<String, String> joined = new HashMap<>();
        Map<Long, String> owners = new HashMap<>();
        for (ExampleList.Summary summary : all.summaries()) {
            String patient = root(joined, summary.origin().patient());
            String owner = root(joined, owners.computeIfAbsent(summary.pixelHash(), none -> patient));
            if (!owner.equals(patient)) {
                boolean first = owner.compareTo(patient) < 0;
                joined.put(first ? patient : owner, first ? owner : patient);
            }
        }
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int image = 0; image < all.size(); image++) {
            String key = root(joined, all.summary(image).origin().patient());
            groups.computeIfAbsent(key, none -> new ArrayList<>()).add(image);
        }
        return groups;
    }

    private static String root(Map<String, String> joined, String patient) {
        String root = patient;
        for (String next = joined.get(root); next != null; next = joined.get(root)) {
            root = next;
        }
        return root;
    }
}
