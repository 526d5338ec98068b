package dev.turnkeeper.operator;

import dev.turnkeeper.problem.Problem;
import dev.turnkeeper.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a small body, and gathers all that is wrong with them before it refuses. */
final class BodyFields {

    private final Map<String, @Nullable Object> fields;
    private final List<Problem.Field> errors = new ArrayList<>();

    /** @param known what the body may have */
    BodyFields(Map<String, @Nullable Object> fields, List<String> known) {
        this.fields = fields;
        fields.keySet().stream()
                .filter(field -> !known.contains(field))
                .forEach(field -> wrong(field, "is no field here; the fields are " + String.join(", ", known)));
    }

    /** @param rule what it must be, as a sentence that goes on from the field's name */
    Optional<String> text(String field, Predicate<String> valid, String rule) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && valid.test(text)) {
            return Optional.of(text);
        }
        wrong(field, rule);
        return Optional.empty();
    }

    /** As {@link #text}, and wrong where it is missing. */
    String needText(String field, Predicate<String> valid, String rule) {
        need(field);
        return text(field, valid, rule).orElse("");
    }

    /** Whether there is one that is not null, right or wrong. */
    boolean has(String field) {
        return fields.get(field) != null;
    }

    /** Wrong where it is missing, or null. */
    void need(String field) {
        if (!has(field)) {
            wrong(field, "is required");
        }
    }

    /** @param rule as of {@link #text} */
    Optional<Long> number(String field, long least, long most, String rule) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Integer number && number >= least && number <= most) {
            return Optional.of(number.longValue());
        }
        wrong(field, rule);
        return Optional.empty();
    }

    Optional<Boolean> flag(String field) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag);
        }
        wrong(field, "must be true or false");
        return Optional.empty();
    }

    /** An object of whole numbers. @param rule as of {@link #text} */
    Optional<Map<String, Integer>> numbers(String field, Predicate<Map<String, Integer>> valid, String rule) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        Map<String, Integer> numbers = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map && map.values().stream().allMatch(Integer.class::isInstance)) {
            map.forEach((name, number) -> numbers.put((String) name, (Integer) number));
            if (valid.test(numbers)) {
                return Optional.of(numbers);
            }
        }
        wrong(field, rule);
        return Optional.empty();
    }

    /** Each of them once, in their order. */
    Optional<Set<String>> texts(String field, Predicate<Set<String>> valid, String rule) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        Set<String> texts = new LinkedHashSet<>();
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            list.forEach(text -> texts.add((String) text));
            if (valid.test(texts)) {
                return Optional.of(texts);
            }
        }
        wrong(field, rule);
        return Optional.empty();
    }

    void wrong(String field, String detail) {
        errors.add(new Problem.Field(field, detail));
    }

    /** @throws ProblemException 400 with all that is wrong */
    void check() {
        if (!errors.isEmpty()) {
            throw ProblemException.of(Problem.badInput(errors));
        }
    }
}
