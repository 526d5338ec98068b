package dev.turnkeeper.pass;

import java.time.Instant;

/**
 * A place on its way from the waiting page to the gate.
 *
 * @param position 0: let in by a failure mode
 */
public record HandOver(long generation, long position, long binding, Instant insideSince) {

    public boolean isBypass() {
        return position == 0;
    }
}
