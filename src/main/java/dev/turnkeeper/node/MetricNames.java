package dev.turnkeeper.node;

/**
 * Every metric of the node and its rooms. Each node counts what happened at it: sum over nodes. Gauges are the same on
 * every node, a tick apart: take one, or the maximum.
 */
final class MetricNames {

    static final String ROOM = "room";
    static final String REASON = "reason";

    /** Newcomers who were given a place. */
    static final String INFLOW = "turnkeeper_inflow_total";

    /** Waiting visitors who were let in. */
    static final String OUTFLOW = "turnkeeper_outflow_total";

    /** Waiting places that are gone without having entered. */
    static final String ABANDONED = "turnkeeper_abandoned_total";

    /** Places inside that are gone: sessions that ended, and places never claimed. */
    static final String ENDED = "turnkeeper_ended_total";

    /** Newcomers answered without a place, by reason: held, shed, blocked, refused, not_controlled. Each answer counts. */
    static final String TURNED_AWAY = "turnkeeper_turned_away_total";

    /** Visitors let by without a place while the grid did not answer; each once. */
    static final String BYPASSED = "turnkeeper_bypassed_total";

    /** Of those, the ones that were brought into the books afterwards. */
    static final String BROUGHT_IN = "turnkeeper_brought_in_total";

    /** How many positions a call for places asks the grid for. */
    static final String ENTER_BATCH = "turnkeeper_enter_batch";

    static final String WAITING = "turnkeeper_waiting";
    static final String INSIDE = "turnkeeper_inside";
    static final String LIMIT = "turnkeeper_limit";

    /** Seconds since this node saw the last tick. */
    static final String VIEW_AGE = "turnkeeper_view_age_seconds";

    static final String TICKS_WON = "turnkeeper_ticks_won_total";
    static final String MEMBERS = "turnkeeper_members";

    private MetricNames() {}
}
