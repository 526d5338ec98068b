package dev.turnkeeper.stream;

import java.nio.charset.StandardCharsets;

/** Events as they are sent. Data is JSON in one line, so there is nothing to escape. */
public final class EventText {

    static final String BEAT = event("heartbeat", "{}");

    /** The commonest of all, and the same for everybody. */
    static final byte[] HEARTBEAT = BEAT.getBytes(StandardCharsets.UTF_8);

    static final String REPLACED = event("replaced", "{}");

    private EventText() {}

    static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    /** @param id what a reader sends as {@code Last-Event-ID} when it comes back */
    public static String event(String name, String id, String data) {
        return "id: " + id + '\n' + event(name, data);
    }

    /** When to come back after the connection broke. */
    static String retry(long millis) {
        return "retry: " + millis + "\n\n";
    }
}
