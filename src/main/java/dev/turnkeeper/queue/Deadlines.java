package dev.turnkeeper.queue;

/**
 * After how many ticks without a sign of life a place is gone.
 *
 * @param retention silence that may cost a waiting place, once its turn comes near
 * @param maxSilence silence that always costs a waiting place
 * @param claim how long an admitted place waits for its visitor
 * @param sessionTimeout silence that ends a session inside
 * @param maxSession how long a session may last at all; 0: as long as it is heard
 */
public record Deadlines(long retention, long maxSilence, long claim, long sessionTimeout, long maxSession) {

    /** A position that nobody ever showed up for (its enter timed out) is gone this many ticks after it was issued. */
    static final long UNHEARD = 10;

    /** Silence costs a waiting place where the expected wait is at most this many times the silence. */
    static final long NEARNESS = 4;
}
