package io.pleura.alerting.triage;

import java.util.List;
import java.util.stream.Stream;

/// Lists that forget their oldest elements.
final class BoundedList {

    private BoundedList() {}

    static <T> List<T> append(List<T> list, T added, int limit) {
        return Stream.concat(list.stream().skip(Math.max(0, list.size() + 1L - limit)), Stream.of(added))
                .toList();
    }
}
