package dev.turnkeeper.room;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a schedule sets at one time; what is empty stays as it is.
 *
 * @param limit how many may be inside at once
 * @param perMinute how many may be let in a minute; 0: off
 */
record ScheduledStep(When when, Optional<RoomState> state, OptionalLong limit, OptionalLong perMinute) {

    /** Whether visitors come in from here on. */
    boolean opens() {
        return state.filter(to -> to == RoomState.ACTIVE || to == RoomState.INACTIVE)
                .isPresent();
    }

    /** Whether newcomers are refused from here on. */
    boolean shuts() {
        return state.filter(to -> to == RoomState.DRAINING || to == RoomState.CLOSED)
                .isPresent();
    }

    RoomSettings applyTo(RoomSettings settings) {
        Policy policy = settings.policy();
        return settings.withState(state.orElse(settings.state()))
                .withPolicy(policy.letting(limit.orElse(policy.limit()), perMinute.orElse(policy.perMinute())));
    }
}
