package io.pleura.training.learning;

import io.pleura.training.data.DataSplit;
import io.pleura.training.data.ExampleList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which images a run learned from, chose by and held back. A split follows from all images of its data sets together:
/// with one file more or less others would be held back, some of which the weights have learned from. So it is written
/// down when it is made.
///
/// @param sets by the names of the data sets
public record RecordedSplit(Map<String, Parts> sets) {

    public RecordedSplit {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /// Ids of the images.
    public record Parts(Set<String> training, Set<String> validation, Set<String> test) {

        public static Parts of(DataSplit split) {
            return new Parts(ids(split.training()), ids(split.validation()), ids(split.test()));
        }

        private static Set<String> ids(ExampleList images) {
            Set<String> ids = new TreeSet<>();
            images.summaries().forEach(image -> ids.add(image.origin().id()));
            return Collections.unmodifiableSet(ids);
        }

        /// What is otherwise now, as a piece of a sentence; empty where nothing is.
        public String changes(Parts now) {
            if (equals(now)) {
                return "";
            }
            Set<String> gone = without(all(), now.all());
            Set<String> added = without(now.all(), all());
            Set<String> seen = new TreeSet<>(now.validation);
            seen.retainAll(training);
            Set<String> tested = new TreeSet<>(now.test);
            tested.removeAll(test);
            tested.removeAll(added);
            seen.addAll(tested);
            String what = gone.isEmpty() && added.isEmpty()
                    ? "labels, patients or pictures are others"
                    : counted(gone, "gone") + " and " + counted(added, "new");
            return "%s, and of the images that would be held back now it has seen %d".formatted(what, seen.size());
        }

        private static String counted(Set<String> ids, String what) {
            return switch (ids.size()) {
                case 0 -> "no image is " + what;
                case 1 -> "1 image is %s (%s)".formatted(what, ids.iterator().next());
                default ->
                    "%d images are %s (%s first)"
                            .formatted(ids.size(), what, ids.iterator().next());
            };
        }

        private Set<String> all() {
            Set<String> all = new TreeSet<>(training);
            all.addAll(validation);
            all.addAll(test);
            return all;
        }

        private static Set<String> without(Set<String> ids, Set<String> others) {
            Set<String> rest = new TreeSet<>(ids);
            rest.removeAll(others);
            return rest;
        }
    }
}
