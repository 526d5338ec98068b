package dev.turnkeeper.notice;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.defence.Reach;
import dev.turnkeeper.state.Once;
import dev.turnkeeper.state.ReplicatedBytes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that webhooks hear what they want, each thing from one node. Every node knows what is to be delivered; who is
 * the first to claim a try makes it, and tells the others what came of it. A node that dies in between is not missed for
 * long: its claim ends, and another one makes that try. So a receiver may hear of a thing twice, with the same id.
 *
 * <p>Claims, unlike notices, need no majority: what is on its way goes on in each part of a grid that is cut in two.
 */
public final class Deliveries implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    /** Longer than any try takes. */
    static final long CLAIM_MILLIS = 60_000;

    /** Asking for a claim that somebody has prolongs it: so who was refused comes back well after its end. */
    static final long REFUSED_MILLIS = 90_000;

    private static final long UNANSWERED_MILLIS = 5_000;
    private static final int MOST_AT_ONCE = 8;
    private static final int MOST_AT_ONCE_EACH = 2;
    private static final int MOST_TRIALS_AT_ONCE = 4;

    private final Webhooks webhooks;
    private final ReplicatedBytes told;
    private final Once once;
    private final Courier courier;
    private final Envelope envelope;
    private final Backoff backoff;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final NoticeEvents events;
    private final Outbox outbox = new Outbox();
    private final Map<String, String> underWay = new ConcurrentHashMap<>();
    private final Map<String, Long> notBefore = new ConcurrentHashMap<>();
    private final AtomicInteger trials = new AtomicInteger();

    /** What deliveries are made with. */
    record Means(Courier courier, Envelope envelope, Backoff backoff) {}

    Deliveries(
            Webhooks webhooks,
            Notices notices,
            ReplicatedBytes told,
            Once once,
            Means means,
            InstantSource clock,
            LongSupplier nanos,
            NoticeEvents events) {
        this.webhooks = webhooks;
        this.told = told;
        this.once = once;
        this.courier = means.courier;
        this.envelope = means.envelope;
        this.backoff = means.backoff;
        this.clock = clock;
        this.nanos = nanos;
        this.events = events;
        told.listen((place, bytes) -> outbox.take(Delivery.ofBytes(bytes)));
        told.all().values().forEach(bytes -> outbox.take(Delivery.ofBytes(bytes)));
        notices.listen(board -> board.latest().forEach(this::expect));
    }

    /**
     * @param told nothing else may write to it
     * @param source of this grid, the same on every node
     * @param chance from 0 to 1
     * @param nanos a monotonic clock
     */
    public static Deliveries of(
            Webhooks webhooks,
            Notices notices,
            ReplicatedBytes told,
            Once once,
            Reach reach,
            URI source,
            DoubleSupplier chance,
            InstantSource clock,
            LongSupplier nanos,
            NoticeEvents events) {
        Means means = new Means(new HttpCourier(reach, ANSWER_WITHIN), new Envelope(source), new Backoff(chance));
        return new Deliveries(webhooks, notices, told, once, means, clock, nanos, events);
    }

    /** Something that only this node knows of, too. */
    void expect(Notice notice) {
        outbox.expect(notice, webhooks.all());
    }

    /** Makes the tries that are due; does not wait for them. Once a second, from one thread. */
    public void work() {
        Instant now = clock.instant();
        Collection<Webhook> known = webhooks.all();
        outbox.keep(known.stream().map(Webhook::id).collect(Collectors.toSet()));
        if (known.isEmpty()) {
            return;
        }
        long at = nanos.getAsLong();
        notBefore.values().removeIf(until -> until - at <= 0);
        Map<String, Integer> each = new HashMap<>();
        underWay.values().forEach(webhook -> each.merge(webhook, 1, Integer::sum));
        for (Delivery delivery : outbox.due(now)) {
            Optional<Webhook> to = webhooks.find(delivery.webhook()).filter(Webhook::enabled);
            if (to.isPresent()
                    && underWay.size() < MOST_AT_ONCE
                    && each.getOrDefault(delivery.webhook(), 0) < MOST_AT_ONCE_EACH
                    && !notBefore.containsKey(claim(delivery))
                    && underWay.putIfAbsent(delivery.place(), delivery.webhook()) == null) {
                each.merge(delivery.webhook(), 1, Integer::sum);
                attempt(delivery);
            }
        }
    }

    private void attempt(Delivery delivery) {
        CompletableFuture.completedFuture(claim(delivery))
                .thenCompose(claim -> once.first(claim, CLAIM_MILLIS))
                .orTimeout(UNANSWERED_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((first, failed) -> {
                    if (failed != null || !first) {
                        long pause = failed == null ? REFUSED_MILLIS : UNANSWERED_MILLIS;
                        notBefore.put(claim(delivery), nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(pause));
                    }
                })
                .thenCompose(first -> first ? send(delivery) : CompletableFuture.completedFuture(null))
                .whenComplete((done, failed) -> underWay.remove(delivery.place()));
    }

    private CompletableFuture<@Nullable Void> send(Delivery delivery) {
        return webhooks.find(delivery.webhook())
                .map(webhook -> post(webhook, delivery.notice()))
                .orElseGet(() -> CompletableFuture.completedFuture(Reply.none("it was deleted")))
                .thenAccept(reply -> done(delivery, reply));
    }

    private void done(Delivery delivery, Reply reply) {
        Delivery after = delivery.after(reply, millis(), backoff);
        keep(after);
        String why = reply.status() == 0 ? reply.detail() : "it answered " + reply.status();
        switch (after.state()) {
            case SENT -> events.delivered();
            case WAITING -> events.notTaken(delivery.webhook(), why);
            case DEAD -> events.dead(delivery.webhook(), why);
        }
    }

    private void keep(Delivery delivery) {
        outbox.take(delivery);
        if (delivery.isShared()) {
            told.put(delivery.place(), delivery.toBytes());
        }
    }

    private CompletableFuture<Reply> post(Webhook webhook, Notice notice) {
        byte[] body = envelope.of(notice);
        Instant now = clock.instant();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", Envelope.MEDIA_TYPE);
        headers.put("webhook-id", notice.id());
        headers.put("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        headers.put("webhook-signature", Signature.of(webhook.secrets(now), notice.id(), now, body));
        return courier.post(webhook.url(), headers, body).toCompletableFuture();
    }

    /**
     * One delivery as an operator sees it.
     *
     * @param id of the notice
     * @param state WAITING, SENT, or DEAD
     * @param last what came of the last try; empty before the first
     * @param nextAt of what waits
     */
    public record Seen(
            String id,
            Kind event,
            String subject,
            int repeat,
            Instant happenedAt,
            String state,
            int tries,
            Optional<Reply> last,
            Optional<Instant> triedAt,
            Optional<Instant> nextAt) {

        private static Seen of(Delivery delivery) {
            Notice notice = delivery.notice();
            return new Seen(
                    notice.id(),
                    notice.kind(),
                    notice.subject(),
                    notice.repeat(),
                    notice.at(),
                    delivery.state().name(),
                    delivery.tries(),
                    delivery.last(),
                    delivery.last().map(reply -> delivery.triedAt()),
                    Optional.of(delivery.nextAt()).filter(at -> delivery.state() == Delivery.State.WAITING));
        }
    }

    /** The last ones of a webhook, newest first. */
    public List<Seen> of(Webhook webhook) {
        return outbox.of(webhook.id()).stream().map(Seen::of).toList();
    }

    public Optional<Seen> find(Webhook webhook, String id) {
        return outbox.find(webhook.id(), id).map(Seen::of);
    }

    /** Tries it once more at once, and if need be as often again; empty where there is none, or it was taken. */
    public Optional<Seen> retry(Webhook webhook, String id) {
        return outbox.find(webhook.id(), id)
                .filter(delivery -> delivery.state() != Delivery.State.SENT)
                .map(delivery -> {
                    Delivery again = delivery.again(webhook.tries(), millis());
                    keep(again);
                    return Seen.of(again);
                });
    }

    /** Whether it is known that a webhook there would never be told; waits some seconds at most. */
    public boolean isOutOfReach(URI url) {
        return courier.isOutOfReach(url).toCompletableFuture().join();
    }

    /** Sends a notice that nothing happened; empty where too many are tried at once. Comes within some seconds. */
    public Optional<CompletableFuture<Reply>> trial(Webhook webhook, String by) {
        if (trials.incrementAndGet() > MOST_TRIALS_AT_ONCE) {
            trials.decrementAndGet();
            return Optional.empty();
        }
        Notice notice = Notice.of(
                Kind.TEST,
                "test",
                "webhooks/" + webhook.id(),
                Optional.empty(),
                millis(),
                0,
                new JsonText(64).field("by", by));
        return Optional.of(post(webhook, notice).whenComplete((reply, failed) -> trials.decrementAndGet()));
    }

    @Override
    public void close() {
        if (courier instanceof HttpCourier http) {
            http.close();
        }
    }

    private static String claim(Delivery delivery) {
        return "notice/" + delivery.notice().id() + "/" + delivery.webhook() + "/" + (delivery.tries() + 1) + "/"
                + delivery.version();
    }

    private Instant millis() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
