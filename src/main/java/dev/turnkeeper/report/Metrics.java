package dev.turnkeeper.report;

import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.stats.Point;
import dev.turnkeeper.stats.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which numbers of a point are wanted.
 *
 * @param names in the order of the answer
 */
record Metrics(List<String> names) {

    private static final Map<String, Function<Point, OptionalLong>> ALL = new LinkedHashMap<>();

    static {
        for (Tally tally : Tally.values()) {
            ALL.put(tally.label(), point -> OptionalLong.of(point.count(tally)));
        }
        ALL.put("p50", Point::p50);
        ALL.put("p95", Point::p95);
        ALL.put("p99", Point::p99);
    }

    static final Metrics EVERY = new Metrics(List.copyOf(ALL.keySet()));

    /** All where none is named; a problem of 400 where one is unknown. @param lists each with commas between names */
    static Metrics of(List<String> lists) {
        List<String> wanted = lists.stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .filter(name -> !name.isEmpty())
                .toList();
        for (String name : wanted) {
            if (!ALL.containsKey(name)) {
                throw ProblemException.badInput("metric", "must be of " + String.join(", ", ALL.keySet()));
            }
        }
        return wanted.isEmpty()
                ? EVERY
                : new Metrics(ALL.keySet().stream().filter(wanted::contains).toList());
    }

    /** By name; a percentile of nobody is null. */
    void write(Point point, Map<String, @Nullable Object> fields) {
        names.forEach(name -> fields.put(name, value(name, point)));
    }

    Stream<@Nullable Object> cells(Point point) {
        List<@Nullable Object> cells = new ArrayList<>();
        names.forEach(name -> cells.add(value(name, point)));
        return cells.stream();
    }

    private static @Nullable Object value(String name, Point point) {
        OptionalLong value =
                ALL.getOrDefault(name, none -> OptionalLong.empty()).apply(point);
        return value.isPresent() ? value.getAsLong() : null;
    }
}
