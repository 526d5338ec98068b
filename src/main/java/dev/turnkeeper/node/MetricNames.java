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

    /** Newcomers answered without a place, by reason: held, shed, crowded, blocked, refused, not_controlled. Each answer counts. */
    static final String TURNED_AWAY = "turnkeeper_turned_away_total";

    /** Visitors let in out of turn by an access rule, or as they come again after a completed visit. */
    static final String EXPRESS = "turnkeeper_express_total";

    /** Answers to visitors whom an operator blocks, or a rule denies: at the gate, by TRACER, and to pages. */
    static final String BLOCKED = "turnkeeper_blocked_total";

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

    /** Event streams open at this node. */
    static final String STREAMS = "turnkeeper_streams";

    /** Ticks that this node decided. */
    static final String TICKS_WON = "turnkeeper_ticks_won_total";

    static final String MEMBERS = "turnkeeper_members";

    /** Members whose majority decides, as this node last heard; 0 for a node on its own. */
    static final String GROUP_SIZE = "turnkeeper_cp_group_size";

    /** 1 where this node is one of them. */
    static final String SEAT = "turnkeeper_cp_seat";

    /** Calls to the CP group, by result: answered, failed, unanswered. */
    static final String CP_CALLS = "turnkeeper_cp_calls_total";

    static final String RESULT = "result";

    /** How long calls that were answered took, in microseconds. */
    static final String CP_CALL_MICROS = "turnkeeper_cp_call_microseconds";

    /** Bytes of messages between members, without Hazelcast's own. */
    static final String EXCHANGE_SENT = "turnkeeper_exchange_sent_bytes_total";

    static final String EXCHANGE_RECEIVED = "turnkeeper_exchange_received_bytes_total";

    /** Passes made, by kind: pass, bypass. Renewals count too. */
    static final String PASSES_ISSUED = "turnkeeper_passes_issued_total";

    static final String KIND = "kind";

    /** Passes that opened nothing, by reason. */
    static final String PASSES_REFUSED = "turnkeeper_passes_refused_total";

    /** Tokens between waiting page and gate that were not taken, by reason. */
    static final String HAND_OVERS_REFUSED = "turnkeeper_hand_overs_refused_total";

    /** Visitor logins that were not believed, by reason. */
    static final String LOGINS_REFUSED = "turnkeeper_logins_refused_total";

    /** Notices that a webhook took. */
    static final String NOTICES_SENT = "turnkeeper_notices_sent_total";

    /** Tries that a webhook did not take. */
    static final String NOTICES_FAILED = "turnkeeper_notices_failed_total";

    /** Notices that became dead letters. */
    static final String NOTICES_DEAD = "turnkeeper_notices_dead_total";

    private MetricNames() {}
}
