package dev.turnkeeper.notice;

/** What becomes of deliveries, for log and metrics. Any thread. */
public interface NoticeEvents {

    /** Nobody listens. */
    NoticeEvents NONE = new NoticeEvents() {};

    /** A webhook took it. */
    default void delivered() {}

    /** A webhook did not take it, and is tried again. */
    default void notTaken(String webhook, String why) {}

    /** A webhook did not take it, and is not tried again. */
    default void dead(String webhook, String why) {}
}
