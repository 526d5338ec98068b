package dev.turnkeeper.notice;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Since when something has been so, so that a flicker rings no bell. One thread. */
final class Steady {

    private final Map<String, Since> known = new HashMap<>();

    private record Since(boolean value, long nanos) {}

    /** Whether it has been so for so long, as far as it was asked about. */
    boolean holds(String what, boolean value, long now, long forNanos) {
        Since since = known.get(what);
        if (since == null || since.value != value) {
            since = new Since(value, now);
            known.put(what, since);
        }
        return now - since.nanos >= forNanos;
    }

    void keep(Set<String> what) {
        known.keySet().retainAll(what);
    }
}
