package dev.turnkeeper.door;

import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes made lately: signing one costs ten polls, and an admitted visitor may ask again and again. */
final class IssuedPasses {

    private static final int MOST = 20_000;

    private record Kept(Pass pass, Instant freshUntil) {}

    private final Map<Ticket, Kept> kept = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Ticket, Kept> eldest) {
            return size() > MOST;
        }
    };

    /** The one made before, unless half of its life is over, or it does not stand any more. */
    Pass get(Ticket ticket, Instant now, Predicate<Pass> stands, Supplier<Pass> maker) {
        Kept known = find(ticket);
        if (known != null && now.isBefore(known.freshUntil) && stands.test(known.pass)) {
            return known.pass;
        }
        Pass pass = maker.get();
        keep(
                ticket,
                new Kept(pass, now.plus(Duration.between(now, pass.expiresAt()).dividedBy(2))));
        return pass;
    }

    private synchronized @Nullable Kept find(Ticket ticket) {
        return kept.get(ticket);
    }

    private synchronized void keep(Ticket ticket, Kept made) {
        kept.put(ticket, made);
    }
}
