package dev.turnkeeper.tracer;

import java.util.List;

/**
 * A request that takes no place and is told so by its status.
 *
 * @param status the HTTP status
 * @param reason one word for the metrics
 * @param detail what was wrong, and what would be right
 * @param errors the fields to blame; empty where it is the request as a whole, or the room
 * @param retryAfterSeconds when the same request may fare better; 0: never
 */
record TracerRejection(int status, String reason, String detail, List<BadField> errors, int retryAfterSeconds)
        implements TracerReading, TracerOutcome {

    TracerRejection {
        errors = List.copyOf(errors);
    }

    TracerRejection(int status, String reason, String detail) {
        this(status, reason, detail, List.of(), 0);
    }

    /** @param errors at least one; the first one's reason is counted */
    static TracerRejection badFields(List<BadField> errors) {
        BadField first = errors.get(0);
        return new TracerRejection(
                400,
                first.reason(),
                first.field().isEmpty() ? first.detail() : first.field() + " " + first.detail(),
                errors.stream().filter(error -> !error.field().isEmpty()).toList(),
                0);
    }
}
