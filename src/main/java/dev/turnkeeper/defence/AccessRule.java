package dev.turnkeeper.defence;

import dev.turnkeeper.room.RoomId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is done with visitors of a kind. All conditions that a rule has must hold.
 *
 * @param room where it counts; empty: in all rooms
 * @param addresses nothing behind its prefix
 * @param userAgent a piece of it, or the whole with {@code *} and {@code ?}; upper and lower case are the same
 * @param country as the proxy's header says it, in upper case
 * @param note what the operator wants to remember; for people
 * @param createdAt by the clock of the node that was asked
 */
public record AccessRule(
        String id,
        Action action,
        Optional<RoomId> room,
        Optional<Cidr> addresses,
        Optional<String> userAgent,
        Optional<String> country,
        Optional<MaskedLogin> login,
        String note,
        Instant createdAt,
        String createdBy) {

    /** What a rule does. */
    public enum Action {
        /** Who enters is let in at once, out of turn. */
        EXPRESS,
        /** Ends the search: the rules behind it do not count. */
        ALLOW,
        /** Does not come in. */
        DENY
    }

    /** Whether there is anybody whom it does not match. */
    public boolean hasCondition() {
        return addresses.isPresent() || userAgent.isPresent() || country.isPresent() || login.isPresent();
    }

    /** Whether nothing but the user agent tells whom it is for: such are looked at one by one. */
    boolean isByUserAgentAlone() {
        return addresses.isEmpty() && country.isEmpty() && login.isEmpty();
    }

    boolean matches(Traits asker) {
        return addresses.filter(range -> !range.contains(asker.address())).isEmpty()
                && country.filter(wanted -> !wanted.equals(asker.country())).isEmpty()
                && login.filter(wanted -> !asker.logsInAs(wanted.key())).isEmpty()
                && userAgent.filter(wanted -> !asker.usesAgent(wanted)).isEmpty();
    }
}
