package dev.turnkeeper.stats;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened in one room during one minute (or, rolled up, a quarter of an hour). Immutable: nobody changes the arrays.
 *
 * @param quality how well this node could see it
 * @param counts by {@link Tally#AGREED}
 * @param waits of those let in
 * @param local what single nodes saw, by node, each by {@link Tally#LOCAL}
 */
record Minute(Quality quality, long[] counts, Waits waits, Map<Integer, long[]> local) {

    static final Minute NOTHING = new Minute(Quality.PARTIAL, new long[Tally.AGREED.size()], Waits.NONE, Map.of());

    /** Two that are EXACT are the same on all nodes. The order is the format of records. */
    enum Quality {
        /** The node began to watch in the middle of it, or it is not over. */
        PARTIAL,
        /** Something came so late that it may belong to the minute before. */
        BLURRED,
        EXACT
    }

    /** Of one node alone. */
    static Minute of(int node, long[] local) {
        return new Minute(NOTHING.quality, NOTHING.counts, Waits.NONE, Map.of(node, local));
    }

    /** The better of the two, and of each node's own counts the highest: in whatever order, however often. */
    Minute with(Minute other) {
        Minute better = isBetter(other) ? other : this;
        Map<Integer, long[]> both = new TreeMap<>(local);
        other.local.forEach((node, counted) -> both.merge(node, counted, Minute::most));
        return new Minute(better.quality, better.counts, better.waits, both);
    }

    private boolean isBetter(Minute other) {
        int byQuality = quality.compareTo(other.quality);
        int byCounts = byQuality != 0 ? byQuality : Arrays.compare(counts, other.counts);
        return (byCounts != 0 ? byCounts : Long.compare(waits.total(), other.waits.total())) < 0;
    }

    /** The same, known to be no better than this. */
    Minute atMost(Quality worse) {
        return quality.compareTo(worse) <= 0 ? this : new Minute(worse, counts, waits, local);
    }

    long count(Tally tally) {
        return tally.isLocal()
                ? local.values().stream()
                        .mapToLong(counted -> counted[tally.localIndex()])
                        .sum()
                : counts[tally.ordinal()];
    }

    boolean isEmpty() {
        return Arrays.stream(counts).allMatch(count -> count == 0)
                && waits.isEmpty()
                && local.values().stream().flatMapToLong(Arrays::stream).allMatch(count -> count == 0);
    }

    private static long[] most(long[] some, long[] others) {
        long[] most = some.clone();
        for (int i = 0; i < most.length; i++) {
            most[i] = Math.max(most[i], others[i]);
        }
        return most;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Minute that
                && quality == that.quality
                && Arrays.equals(counts, that.counts)
                && waits.equals(that.waits)
                && local.keySet().equals(that.local.keySet())
                && local.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), that.local.get(entry.getKey())));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(counts) + waits.hashCode();
    }

    @Override
    public String toString() {
        return quality + " " + Arrays.toString(counts) + ", waits " + waits + ", local " + local.size();
    }
}
