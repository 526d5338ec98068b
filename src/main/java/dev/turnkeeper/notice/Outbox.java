package dev.turnkeeper.notice;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All deliveries that this node knows of, its own and the grid's. Any thread. */
final class Outbox {

    /** Of those that only this node knows. */
    private static final int MOST_OWN = 256;

    private static final Comparator<Delivery> NEWEST_FIRST = Comparator.<Delivery, Instant>comparing(
                    delivery -> delivery.notice().at())
            .thenComparing(delivery -> delivery.notice().number())
            .reversed();

    private final ConcurrentHashMap<String, Delivery> byPlace = new ConcurrentHashMap<>();

    /** What happened is to be delivered to those that want it, unless it is known here how that went. */
    void expect(Notice notice, Collection<Webhook> webhooks) {
        webhooks.stream()
                .filter(webhook -> webhook.wants(notice))
                .map(webhook -> Delivery.first(webhook, notice))
                .forEach(this::take);
        if (notice.number() == 0 && byPlace.size() > MOST_OWN) {
            forgetOldest();
        }
    }

    /** Takes what is newer than what is known; late and doubled news do no harm. @return whether it was */
    boolean take(Delivery delivery) {
        return byPlace.merge(delivery.place(), delivery, (was, next) -> next.isNewerThan(was) ? next : was) == delivery;
    }

    /** Those to be tried now, oldest first. */
    List<Delivery> due(Instant now) {
        return byPlace.values().stream()
                .filter(delivery -> delivery.state() == Delivery.State.WAITING)
                .filter(delivery -> !delivery.nextAt().isAfter(now))
                .sorted(NEWEST_FIRST.reversed())
                .toList();
    }

    /** Newest first. */
    List<Delivery> of(String webhook) {
        return byPlace.values().stream()
                .filter(delivery -> delivery.webhook().equals(webhook))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    /** @param id of the notice */
    Optional<Delivery> find(String webhook, String id) {
        return byPlace.values().stream()
                .filter(delivery -> delivery.webhook().equals(webhook)
                        && delivery.notice().id().equals(id))
                .findFirst();
    }

    /** What webhooks are there no more for. @param webhooks ids of those there are */
    void keep(Collection<String> webhooks) {
        byPlace.values().removeIf(delivery -> !webhooks.contains(delivery.webhook()));
    }

    private void forgetOldest() {
        List<Delivery> own = byPlace.values().stream()
                .filter(delivery -> !delivery.isShared())
                .sorted(NEWEST_FIRST)
                .toList();
        own.stream().skip(MOST_OWN / 2).forEach(delivery -> byPlace.remove(delivery.place(), delivery));
    }
}
