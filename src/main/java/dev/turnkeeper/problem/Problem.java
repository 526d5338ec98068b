package dev.turnkeeper.problem;

import dev.turnkeeper.answer.JsonText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was wrong and what would be right (RFC 9457).
 *
 * @param type {@code about:blank} where the status says it all
 * @param errors what is wrong with single fields of bad input; mostly empty
 */
public record Problem(String type, String title, int status, String detail, List<Field> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String SAME_AS_STATUS = "about:blank";
    private static final String TYPES = "urn:turnkeeper:problem:";

    private static final int MOST_ERRORS = 50;
    private static final int LONGEST_NAME = 100;

    /** @param field its path in the body, or the parameter's name */
    public record Field(String field, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(int status, String detail) {
        return new Problem(SAME_AS_STATUS, title(status), status, detail, List.of());
    }

    /** @param type a word that programs may rely on, as {@code route-taken} */
    public static Problem typed(int status, String type, String title, String detail) {
        return new Problem(TYPES + type, title, status, detail, List.of());
    }

    public static Problem badInput(List<Field> errors) {
        String detail = errors.size() == 1
                ? cut(errors.get(0)).field() + " " + errors.get(0).detail()
                : errors.size() + " fields are wrong; errors says which";
        return new Problem(
                TYPES + "bad-input",
                "The input is not valid",
                400,
                detail,
                errors.stream().limit(MOST_ERRORS).map(Problem::cut).toList());
    }

    /** The names of unknown fields are the client's own: what comes back must not be larger than what was sent. */
    private static Field cut(Field error) {
        return error.field.length() <= LONGEST_NAME
                ? error
                : new Field(error.field.substring(0, LONGEST_NAME) + "…", error.detail);
    }

    public byte[] toJson() {
        JsonText json = new JsonText(256)
                .field("type", type)
                .field("title", title)
                .field("status", status)
                .field("detail", detail);
        if (!errors.isEmpty()) {
            json.raw(
                    "errors",
                    errors.stream()
                            .map(error -> new JsonText(128)
                                    .field("field", error.field)
                                    .field("detail", error.detail)
                                    .toString())
                            .collect(Collectors.joining(",", "[", "]")));
        }
        return json.toBytes();
    }

    static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not logged in";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 406 -> "Not acceptable";
            case 409 -> "Conflict";
            case 412 -> "Precondition failed";
            case 413 -> "Body too large";
            case 414 -> "URL too long";
            case 415 -> "Media type not supported";
            case 422 -> "Cannot be processed";
            case 428 -> "Precondition required";
            case 429 -> "Too many requests";
            case 431 -> "Headers too large";
            case 500 -> "Internal error";
            case 501 -> "Not implemented";
            case 503 -> "Not available now";
            default -> status < 500 ? "The request cannot be answered" : "The server cannot answer";
        };
    }
}
