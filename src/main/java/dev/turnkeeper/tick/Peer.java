package dev.turnkeeper.tick;

import java.util.TreeSet;

/** How far one other member's word has reached us: which messages came, and through which tick they are complete. */
final class Peer {

    private final TreeSet<Long> early = new TreeSet<>();
    private long number;
    private long completeThrough = -1;
    private volatile long newestCompleteThrough = -1;
    private boolean caughtUp;
    private boolean goodbye;
    private boolean silent;

    /** @return false where a message before this one is missing, so that the whole has to be asked for */
    boolean told(Message.Told told) {
        newestCompleteThrough = Math.max(newestCompleteThrough, told.completeThrough());
        goodbye |= told.goodbye();
        if (told.number() > number) {
            early.add(told.number());
        }
        return advance();
    }

    void whole(Message.Whole whole) {
        number = Math.max(number, whole.number());
        newestCompleteThrough = Math.max(newestCompleteThrough, whole.completeThrough());
        early.headSet(number, true).clear();
        caughtUp = true;
        advance();
        completeThrough = Math.max(completeThrough, whole.completeThrough());
    }

    private boolean advance() {
        while (!early.isEmpty() && early.first() == number + 1) {
            number++;
            early.pollFirst();
        }
        if (!early.isEmpty()) {
            return false;
        }
        completeThrough = Math.max(completeThrough, newestCompleteThrough);
        return true;
    }

    /** All that the member heard up to this tick is known here. */
    long completeThrough() {
        return completeThrough;
    }

    /** The tick through which it said that it told all, whether or not all of that has come; any thread. */
    long toldThrough() {
        return newestCompleteThrough;
    }

    boolean misses() {
        return !early.isEmpty();
    }

    /** Whether all that the member knew when we met is known here. */
    boolean caughtUp() {
        return caughtUp;
    }

    /** True once for each silence. @param since the last tick it should have told of by now */
    boolean fellSilent(long since) {
        boolean fell = !silent && newestCompleteThrough < since;
        silent = newestCompleteThrough < since;
        return fell;
    }

    /** There may be more to know than it told us: it has to tell the whole again. */
    void doubt() {
        caughtUp = false;
    }

    boolean saidGoodbye() {
        return goodbye;
    }

    @Override
    public String toString() {
        return (caughtUp ? "known through " : "unknown, told through ") + completeThrough + " at message " + number
                + (early.isEmpty() ? "" : ", missing before " + early.first());
    }
}
