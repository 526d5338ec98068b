package dev.turnkeeper.room;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes typed values out of a tree of JSON or YAML and gathers what is wrong; a null is as if the field were not there. */
final class FieldReader {

    private static final int SHOWN = 60;

    private final Map<String, @Nullable Object> fields;
    private final String prefix;
    private final List<FieldError> errors;

    FieldReader(Map<String, @Nullable Object> fields, String prefix, List<FieldError> errors) {
        this.fields = fields;
        this.prefix = prefix;
        this.errors = errors;
    }

    /** A reader of an object within this one, its errors among ours. */
    FieldReader inside(String field, Map<?, ?> object) {
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        object.forEach((name, value) -> inner.put(String.valueOf(name), value));
        return new FieldReader(inner, prefix + field + ".", errors);
    }

    boolean has(String field) {
        return fields.get(field) != null;
    }

    /** Whether a list is missing or has no entry. */
    boolean hasNone(String field) {
        return !has(field) || List.of().equals(fields.get(field));
    }

    void refuse(String field, String detail) {
        errors.add(new FieldError(prefix + field, detail));
    }

    void onlyKnown(List<String> known, Function<String, Optional<String>> otherwise) {
        for (String field : fields.keySet()) {
            if (!known.contains(field)) {
                refuse(
                        field,
                        otherwise
                                .apply(field)
                                .orElseGet(() -> "is no field here; the fields are " + String.join(", ", known)));
            }
        }
    }

    /** @param remedy what to do, ended without a stop */
    long number(String field, long otherwise, long least, long most, String remedy) {
        Object value = fields.get(field);
        if (value == null) {
            return otherwise;
        }
        Optional<Long> number = whole(value);
        if (number.isEmpty() || number.get() < least || number.get() > most) {
            refuse(
                    field,
                    "must be a whole number from " + least + " to " + most + ", but is " + shown(value) + ": "
                            + remedy);
            return otherwise;
        }
        return number.get();
    }

    /** Empty where it is missing, or wrong, which is then among the errors. */
    Optional<String> text(String field, int longest, String remedy) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && isText(text, longest)) {
            return Optional.of(text);
        }
        refuse(field, textRule(longest) + ", but is " + shown(value) + ": " + remedy);
        return Optional.empty();
    }

    List<String> texts(String field, int most, int longest, String remedy) {
        List<String> texts = new ArrayList<>();
        List<?> values = list(field, most, remedy);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) instanceof String text && isText(text, longest)) {
                texts.add(text);
            } else {
                refuse(field + "[" + i + "]", textRule(longest) + ", but is " + shown(values.get(i)) + ": " + remedy);
            }
        }
        return texts;
    }

    List<?> list(String field, int most, String remedy) {
        Object value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> values)) {
            refuse(field, "must be a list, but is " + shown(value) + ": " + remedy);
            return List.of();
        }
        if (values.size() > most) {
            refuse(field, "must have at most " + most + " entries, but has " + values.size() + ": " + remedy);
            return List.of();
        }
        return values;
    }

    /** An object's own reader; empty where it is missing, or wrong, which is then among the errors. */
    Optional<FieldReader> object(String field, String remedy) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> object) {
            return Optional.of(inside(field, object));
        }
        refuse(field, "must be an object, but is " + shown(value) + ": " + remedy);
        return Optional.empty();
    }

    /** The fields there are, those that are null too. */
    Set<String> names() {
        return fields.keySet();
    }

    /** A text that may have several lines. */
    Optional<String> page(String field, int longest, String remedy) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && isText(text.replaceAll("[\\r\\n\\t]", " "), longest)) {
            return Optional.of(text);
        }
        refuse(field, textRule(longest) + " other than tabs and line ends, but is " + shown(value) + ": " + remedy);
        return Optional.empty();
    }

    /** A list of names; an empty list is none of them, a missing one {@code otherwise}. */
    <E extends Enum<E>> Set<E> someOf(String field, Set<E> otherwise, EnumSet<E> all) {
        if (!has(field)) {
            return otherwise;
        }
        EnumSet<E> some = EnumSet.noneOf(all.iterator().next().getDeclaringClass());
        String names = all.stream().map(Object::toString).collect(Collectors.joining(", "));
        List<?> values = list(field, SHOWN, "list some of " + names);
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            Optional<E> one =
                    all.stream().filter(known -> known.toString().equals(value)).findFirst();
            if (one.isEmpty()) {
                refuse(
                        field + "[" + i + "]",
                        "must be one of " + names + ", but is " + shown(value) + ": leave it out");
            }
            one.ifPresent(some::add);
        }
        return some;
    }

    boolean flag(String field, boolean otherwise) {
        Object value = fields.get(field);
        if (value == null || value instanceof Boolean) {
            return value == null ? otherwise : (Boolean) value;
        }
        refuse(field, "must be true or false, but is " + shown(value) + ": leave it out for " + otherwise);
        return otherwise;
    }

    <E extends Enum<E>> E oneOf(String field, E otherwise, E[] all) {
        Object value = fields.get(field);
        if (value == null) {
            return otherwise;
        }
        for (E one : all) {
            if (one.toString().equals(value)) {
                return one;
            }
        }
        refuse(
                field,
                "must be one of " + Arrays.stream(all).map(Object::toString).collect(Collectors.joining(", "))
                        + ", but is " + shown(value) + ": leave it out for " + otherwise);
        return otherwise;
    }

    /** The number in it where it is whole. */
    static Optional<Long> whole(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return Optional.of(((Number) value).longValue());
        }
        if (value instanceof BigInteger || value instanceof BigDecimal) {
            BigDecimal number = new BigDecimal(value.toString());
            return number.scale() <= 0 && number.precision() - number.scale() < 18
                    ? Optional.of(number.longValueExact())
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** A value found, short enough for a message. */
    static String shown(@Nullable Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "a list";
        }
        String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "\uFFFD");
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return value instanceof String ? "\"" + cut + "\"" : cut;
    }

    private static boolean isText(String text, int longest) {
        return !text.isBlank() && text.length() <= longest && text.chars().noneMatch(Character::isISOControl);
    }

    private static String textRule(int longest) {
        return "must be a text of 1 to " + longest + " characters without control characters";
    }
}
