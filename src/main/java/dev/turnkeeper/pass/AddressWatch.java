package dev.turnkeeper.pass;

import dev.turnkeeper.state.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * From how many addresses a pass was lately used. What this node sees counts at once; the grid is told of each address when
 * it is seen first, and again before it would forget it, and its word counts from the next use on: no check waits for it.
 * A bounded memory, in which the passes used longest ago are forgotten first.
 */
final class AddressWatch {

    static final Duration WITHIN = Duration.ofMinutes(10);

    private static final int PASSES = 20_000;

    private final Sightings sightings;
    private final Recent<String, Seen> seen = new Recent<>(PASSES);

    AddressWatch(Sightings sightings) {
        this.sightings = sightings;
    }

    private static final class Sighting {

        private final int address;
        private long second;
        private long toldAt;

        Sighting(int address, long second) {
            this.address = address;
            this.second = second;
            this.toldAt = second;
        }
    }

    /** Addresses of one pass, by the hash of their text. */
    private static final class Seen {

        private final List<Sighting> addresses = new ArrayList<>(1);
        private volatile boolean tooManyElsewhere;

        /** @return whether the grid is to hear of it; no more are kept than matter */
        synchronized boolean add(int address, long second, int most) {
            addresses.removeIf(one -> one.second <= second - WITHIN.toSeconds());
            for (Sighting one : addresses) {
                if (one.address == address) {
                    one.second = second;
                    boolean due = second - one.toldAt >= WITHIN.toSeconds() / 2;
                    one.toldAt = due ? second : one.toldAt;
                    return due;
                }
            }
            if (addresses.size() > most) {
                return false;
            }
            addresses.add(new Sighting(address, second));
            return true;
        }

        synchronized boolean isMoreThan(int most) {
            return tooManyElsewhere || addresses.size() > most;
        }
    }

    /** Notes the address. @return whether there are now more than may be */
    boolean tooMany(String passId, String address, int most, Instant now) {
        Seen of = seen.find(passId).orElse(null);
        if (of == null) {
            of = new Seen();
            seen.put(passId, of);
        }
        if (of.add(address.hashCode(), now.getEpochSecond(), most)) {
            tell(passId, address, of, most, now);
        }
        return of.isMoreThan(most);
    }

    private void tell(String passId, String address, Seen of, int most, Instant now) {
        var unused = sightings
                .note(passId, address.hashCode(), now.toEpochMilli(), WITHIN.toMillis())
                .thenAccept(all -> {
                    if (all > most) {
                        of.tooManyElsewhere = true;
                    }
                });
    }
}
