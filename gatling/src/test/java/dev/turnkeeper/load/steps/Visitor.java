package dev.turnkeeper.load.steps;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.repeat;

import dev.turnkeeper.load.requests.Answer;
import dev.turnkeeper.load.requests.TracerAccess;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A client's visit: enters, waits for its turn, uses the service, and is seen no more. */
public final class Visitor {

    private static final String LOGIN_ID = "loginId";
    private static final String FIRST_ASKED = "firstAsked";
    private static final String PLACED = "placed";
    private static final String LAST_RANK = "lastRank";
    private static final String BOUND = "bound";

    /** TRACER's clients call once a minute, unless they are told to come sooner. */
    private static final int LONGEST_PAUSE_SECONDS = 60;

    private static final int CALLS_INSIDE = 2;

    private final String host;
    private final ArrivalOrder order;
    private final long begin = System.nanoTime();
    private final AtomicLong letIn = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong compared = new AtomicLong();

    /** @param slackMillis see {@link ArrivalOrder} */
    public Visitor(String host, Duration longest, int slackMillis) {
        this.host = host;
        this.order = new ArrivalOrder(longest.toMillis(), slackMillis);
    }

    public ChainBuilder visit() {
        return exec(session -> session.set(LOGIN_ID, UUID.randomUUID().toString()))
                .exec(call("enter"))
                .exec(asLongAs(Visitor::waits).on(pause(Visitor::untilNextCall).exec(call("wait"))))
                .exec(session -> {
                    letIn.incrementAndGet();
                    return session;
                })
                .exec(repeat(CALLS_INSIDE).on(pause(Visitor::untilNextCall).exec(call("use"))));
    }

    /** What was seen, in one line. */
    public String summary() {
        return "%d visitors let in, %d answers compared with those of later visitors, %d answers without a place"
                .formatted(letIn.get(), compared.get(), held.get());
    }

    private ChainBuilder call(String name) {
        return exec(this::asks)
                .exec(TracerAccess.call(name, host, LOGIN_ID, this::judge))
                .exitHereIfFailed()
                .exec(this::hears);
    }

    /** What may be answered is settled before the request leaves. */
    private Session asks(Session session) {
        if (session.contains(PLACED)) {
            return session.set(BOUND, order.bound(now(), session.getLong(PLACED)));
        }
        // A first answer without a place may have been too late only for the answer: the place is as old as the first
        // call.
        return session.contains(FIRST_ASKED) ? session : session.set(FIRST_ASKED, now());
    }

    private Answer judge(Answer answer, Session session) {
        if (answer.waits() != answer.rank() > 0) {
            throw new IllegalArgumentException("isWait and waitCnt disagree: " + answer);
        }
        if (!session.contains(PLACED)) {
            return answer;
        }
        if (answer.isHeld()) {
            throw new IllegalArgumentException("a place was lost");
        }
        if (answer.rank() > session.getInt(LAST_RANK)) {
            throw new IllegalArgumentException("rank rose from " + session.getInt(LAST_RANK) + " to " + answer.rank());
        }
        int bound = session.getInt(BOUND);
        if (answer.rank() > bound) {
            throw new IllegalArgumentException(
                    "overtaken: rank " + answer.rank() + ", later visitors were at " + bound);
        }
        if (bound < Integer.MAX_VALUE) {
            compared.incrementAndGet();
        }
        return answer;
    }

    private Session hears(Session session) {
        Answer answer = session.get(TracerAccess.ANSWER);
        if (answer.isHeld()) {
            held.incrementAndGet();
            return session;
        }
        Session placed = session.contains(PLACED) ? session : session.set(PLACED, now());
        order.told(now(), placed.getLong(FIRST_ASKED), answer.rank());
        return placed.set(LAST_RANK, answer.rank());
    }

    private long now() {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private static boolean waits(Session session) {
        Answer answer = session.get(TracerAccess.ANSWER);
        return answer.waits();
    }

    private static Duration untilNextCall(Session session) {
        return Duration.ofSeconds(Math.min(LONGEST_PAUSE_SECONDS, session.getInt(TracerAccess.RETRY_AFTER)));
    }
}
