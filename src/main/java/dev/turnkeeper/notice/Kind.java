package dev.turnkeeper.notice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a webhook may want to hear of. */
public enum Kind {
    /** Visitors wait in a room in which nobody did. */
    QUEUE_BEGAN,
    QUEUE_ENDED,
    LIMIT_CHANGED,
    /** A member is gone without a goodbye. */
    NODE_LOST,
    NODE_BACK,
    /** Newcomers are let by without a place: by a room's failure mode, or by the emergency switch. */
    BYPASS_BEGAN,
    BYPASS_ENDED,
    /** An operator tries a webhook. */
    TEST;

    private final String written = name().toLowerCase(Locale.ROOT).replace('_', '.');

    /** As {@code queue.began}. */
    public String written() {
        return written;
    }

    /** Whether it goes on until another one ends it, so that it may be said again meanwhile. */
    public boolean lasts() {
        return this == QUEUE_BEGAN || this == NODE_LOST || this == BYPASS_BEGAN;
    }

    /** All that may be wanted. */
    public static List<Kind> wanted() {
        return Arrays.stream(values()).filter(kind -> kind != TEST).toList();
    }

    /** @return empty where none that may be wanted is written so */
    public static Optional<Kind> of(String written) {
        return wanted().stream().filter(kind -> kind.written.equals(written)).findFirst();
    }
}
