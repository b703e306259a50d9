package io.pleura.standalone.bench;

import io.pleura.events.RadiographScored;
import io.pleura.events.StageTimings;
import io.pleura.standalone.stack.Member;
import io.pleura.standalone.stack.Stack;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// What the stages of scoring took of the wall clock, and what every process took of the processors, a radiograph.
final class WhereTimeGoes {

    private final Stack stack;
    private final Map<Member, Duration> before;

    private WhereTimeGoes(Stack stack) {
        this.stack = stack;
        before = processorTimes(stack);
    }

    static WhereTimeGoes fromNow(Stack stack) {
        return new WhereTimeGoes(stack);
    }

    /// @param scored what was scored since; at least one
    List<String> lines(List<RadiographScored> scored) {
        String stages = String.format(
                Locale.ROOT,
                "wall clock a radiograph: fetch %.1f, decode %.1f, preprocess %.1f, model %.1f ms",
                mean(scored, StageTimings::getFetchMicros),
                mean(scored, StageTimings::getDecodeMicros),
                mean(scored, StageTimings::getPreprocessMicros),
                mean(scored, StageTimings::getInferMicros));
        String processes = processorTimes(stack).entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s %.1f",
                        entry.getKey().lowerCaseName(),
                        entry.getValue()
                                        .minus(before.getOrDefault(entry.getKey(), Duration.ZERO))
                                        .toNanos()
                                / 1e6
                                / scored.size()))
                .collect(Collectors.joining(", ", "processor time a radiograph: ", " ms"));
        return List.of(stages, processes);
    }

    private static double mean(List<RadiographScored> scored, ToLongFunction<StageTimings> micros) {
        return scored.stream()
                        .mapToLong(event -> micros.applyAsLong(event.getTimings()))
                        .average()
                        .orElseThrow()
                / 1_000;
    }

    private static Map<Member, Duration> processorTimes(Stack stack) {
        Map<Member, Duration> times = new EnumMap<>(Member.class);
        for (Member member : Member.values()) {
            ProcessHandle.of(stack.processId(member))
                    .flatMap(process -> process.info().totalCpuDuration())
                    .ifPresent(time -> times.put(member, time));
        }
        return times;
    }
}
