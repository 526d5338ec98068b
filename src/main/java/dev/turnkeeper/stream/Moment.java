package dev.turnkeeper.stream;

/** How a holder stands at one moment. Texts are asked for only where they are sent. */
public interface Moment {

    enum Stage {
        /** Told when it changes, and every ten seconds. */
        WAITING,
        /** Told at every look that finds another {@link #rank}. */
        FLOWING,
        /** Told once. */
        INSIDE,
        /** Told, and the stream ends. */
        OVER
    }

    Stage stage();

    /** Visitors still to enter up to and with this one, while waiting; while flowing, what is another number each time. */
    long rank();

    /** One event or several, as they are sent. @param id what a reader sends as {@code Last-Event-ID} when it comes back */
    String text(String id);

    /** Data of the event {@code room}, sent at the begin and whenever it changes; empty: none. */
    String news();
}
