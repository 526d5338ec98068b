package dev.turnkeeper.stream;

import java.util.List;

/** How a holder stands at one moment. Texts are asked for only where they are sent. */
public interface Moment {

    enum Stage {
        /** Told when it changes, and every ten seconds. */
        WAITING,
        /** Told once. */
        INSIDE,
        /** Told, and the stream ends. */
        OVER
    }

    Stage stage();

    /** Visitors still to enter up to and with this one, while waiting. */
    long rank();

    /** The event's name, as {@code position}. */
    String event();

    /** The event's data: JSON in one line. */
    String data();

    /** Data of more events of the same name, told together with the first; mostly none. */
    default List<String> furtherData() {
        return List.of();
    }

    /** Data of the event {@code room}, sent at the begin and whenever it changes; empty: none. */
    String news();
}
