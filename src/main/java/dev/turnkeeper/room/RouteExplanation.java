package dev.turnkeeper.room;

import java.util.List;

/**
 * Which room, and why.
 *
 * @param page the path or menu code as it was compared
 * @param candidates all routes of this host, most specific first
 */
public record RouteExplanation(RouteMatch match, String host, int port, String page, List<Candidate> candidates) {

    /** @param verdict why this route leads the request or does not */
    public record Candidate(RoomId room, Route route, String verdict) {}
}
