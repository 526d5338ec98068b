package dev.turnkeeper.pass;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * From how many addresses a pass was lately used on this node: a bounded memory, in which the passes used longest ago are
 * forgotten first.
 */
final class AddressWatch {

    static final Duration WITHIN = Duration.ofMinutes(10);

    private static final int PASSES = 20_000;

    private final Recent<String, Seen> seen = new Recent<>(PASSES);

    /** Addresses of one pass, by the hash of their text. */
    private static final class Seen {

        private final List<long[]> addresses = new ArrayList<>(1);

        /** @return how many there were within the time, this one included; no more are kept than matter */
        synchronized int add(int address, long second, int most) {
            addresses.removeIf(one -> one[1] <= second - WITHIN.toSeconds());
            for (long[] one : addresses) {
                if (one[0] == address) {
                    one[1] = second;
                    return addresses.size();
                }
            }
            if (addresses.size() <= most) {
                addresses.add(new long[] {address, second});
            }
            return addresses.size();
        }
    }

    /** Notes the address. @return whether there are now more than may be */
    boolean tooMany(String passId, String address, int most, Instant now) {
        Seen of = seen.find(passId).orElse(null);
        if (of == null) {
            of = new Seen();
            seen.put(passId, of);
        }
        return of.add(address.hashCode(), now.getEpochSecond(), most) > most;
    }
}
