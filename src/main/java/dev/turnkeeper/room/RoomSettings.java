package dev.turnkeeper.room;

import java.util.List;
import java.util.Optional;

/**
 * What an operator configures of a room.
 *
 * @param tracerDomain what TRACER answers as {@code tracer_domain}; empty: the node's
 * @param web what holds for visitors of pages and gates
 */
public record RoomSettings(
        RoomId id,
        String name,
        List<Route> routes,
        RoomState state,
        Policy policy,
        Optional<String> tracerDomain,
        WebPolicy web,
        Schedule schedule) {

    public RoomSettings {
        routes = List.copyOf(routes);
    }

    /** An active room, everything else as by default. */
    public static RoomSettings of(RoomId id, long limit, Route... routes) {
        return new RoomSettings(
                id,
                id.value(),
                List.of(routes),
                RoomState.ACTIVE,
                Policy.ofLimit(limit),
                Optional.empty(),
                WebPolicy.USUAL,
                Schedule.NONE);
    }

    public RoomSettings withState(RoomState state) {
        return new RoomSettings(id, name, routes, state, policy, tracerDomain, web, schedule);
    }

    public RoomSettings withPolicy(Policy policy) {
        return new RoomSettings(id, name, routes, state, policy, tracerDomain, web, schedule);
    }

    RoomSettings withSchedule(Schedule schedule) {
        return new RoomSettings(id, name, routes, state, policy, tracerDomain, web, schedule);
    }

    public RoomSettings withWeb(WebPolicy web) {
        return new RoomSettings(id, name, routes, state, policy, tracerDomain, web, schedule);
    }
}
