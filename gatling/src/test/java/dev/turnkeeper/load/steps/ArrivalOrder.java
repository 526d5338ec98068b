package dev.turnkeeper.load.steps;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Whether anybody is let in, or ranked, before somebody who came earlier: seen from outside, over all clients.
 *
 * <p>Of two visitors who came one after the other (the answer that gave the first its place was there before the second
 * asked), the second's rank is greater; and since ranks only fall, no later answer may rank the first as high as the
 * second was ranked before. So for each moment of asking, the lowest rank told to anybody who asked at or after it is
 * kept (a Fenwick tree of minima over slots of time); the bound on an answer is read before its request leaves.
 *
 * <p>Nodes may be a tick apart: {@code slackMillis} is how much later the second must have asked, and how long ago it must have
 * been told, to be compared. Any thread.
 */
final class ArrivalOrder {

    private static final int SLOT_MILLIS = 10;
    private static final int NOBODY = Integer.MAX_VALUE;

    private final int slackMillis;
    private final int[] lowest;
    private final Queue<Told> recent = new ArrayDeque<>();

    private record Told(long atMillis, long askedMillis, int rank) {}

    /** @param longestMillis how long the run may last at most; times are millis since its beginning */
    ArrivalOrder(long longestMillis, int slackMillis) {
        this.slackMillis = slackMillis;
        this.lowest = new int[slot(longestMillis) + 2];
        Arrays.fill(lowest, NOBODY);
    }

    /** Somebody who first asked at {@code askedMillis} was told this rank. */
    synchronized void told(long nowMillis, long askedMillis, int rank) {
        recent.add(new Told(nowMillis, askedMillis, rank));
    }

    /** The highest rank that may be told from now on to somebody who had a place by {@code placedMillis}. */
    synchronized int bound(long nowMillis, long placedMillis) {
        while (!recent.isEmpty() && recent.peek().atMillis() <= nowMillis - slackMillis) {
            Told told = recent.remove();
            lower(slot(told.askedMillis()), told.rank());
        }
        int later = lowestFrom(slot(placedMillis + slackMillis) + 1);
        return later == NOBODY ? NOBODY : Math.max(0, later - 1);
    }

    private static int slot(long millis) {
        return Math.toIntExact(millis / SLOT_MILLIS);
    }

    private void lower(int slot, int rank) {
        for (int node = slot + 1; node > 0; node -= node & -node) {
            lowest[node] = Math.min(lowest[node], rank);
        }
    }

    private int lowestFrom(int slot) {
        int rank = NOBODY;
        for (int node = slot + 1; node < lowest.length; node += node & -node) {
            rank = Math.min(rank, lowest[node]);
        }
        return rank;
    }
}
