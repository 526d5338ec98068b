package dev.turnkeeper.notice;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Somebody who wants to hear what happens.
 *
 * @param slot its own among those there are; given anew once it is deleted
 * @param events what it wants to hear of
 * @param repeatSeconds by what lasts: after so many seconds it is said again, and again; 0, or not there: never
 * @param rooms the ids of those it wants to hear of; empty: all. What concerns no room it hears in any case
 * @param tries after which a delivery is a dead letter
 * @param version one more with each change
 * @param since what was before is not told
 * @param secret as its receiver has it
 * @param olderSecret also signed with until {@code olderUntil}; empty: none
 */
public record Webhook(
        String id,
        int slot,
        String name,
        URI url,
        Set<Kind> events,
        Map<Kind, Integer> repeatSeconds,
        Set<String> rooms,
        boolean enabled,
        int tries,
        long version,
        Instant since,
        Instant createdAt,
        String createdBy,
        String secret,
        String olderSecret,
        Instant olderUntil) {

    public Webhook {
        events = Set.copyOf(events);
        repeatSeconds = Map.copyOf(repeatSeconds);
        rooms = Set.copyOf(rooms);
    }

    /** What an operator may set. */
    public record Settings(
            String name,
            URI url,
            Set<Kind> events,
            Map<Kind, Integer> repeatSeconds,
            Set<String> rooms,
            boolean enabled,
            int tries) {}

    public Settings settings() {
        return new Settings(name, url, events, repeatSeconds, rooms, enabled, tries);
    }

    Webhook with(Settings settings, Instant now) {
        return new Webhook(
                id,
                slot,
                settings.name,
                settings.url,
                settings.events,
                settings.repeatSeconds,
                settings.rooms,
                settings.enabled,
                settings.tries,
                version + 1,
                now,
                createdAt,
                createdBy,
                secret,
                olderSecret,
                olderUntil);
    }

    Webhook withSecret(String next, Instant bothUntil) {
        return new Webhook(
                id,
                slot,
                name,
                url,
                events,
                repeatSeconds,
                rooms,
                enabled,
                tries,
                version + 1,
                since,
                createdAt,
                createdBy,
                next,
                secret,
                bothUntil);
    }

    boolean wants(Notice notice) {
        return enabled
                && events.contains(notice.kind())
                && (notice.onlyFor().isEmpty() || notice.onlyFor().equals(id))
                && (notice.repeat() > 0 || !notice.at().isBefore(since))
                && (rooms.isEmpty() || notice.room().map(rooms::contains).orElse(true));
    }

    List<String> secrets(Instant now) {
        return olderSecret.isEmpty() || !now.isBefore(olderUntil) ? List.of(secret) : List.of(secret, olderSecret);
    }

    /** Where it is, without the path, which may hold what nobody else should know. */
    public String place() {
        boolean path = url.getRawQuery() != null || url.getRawPath().length() > 1;
        return url.getScheme() + "://" + url.getRawAuthority() + (path ? "/…" : "");
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return id + " " + place();
    }
}
