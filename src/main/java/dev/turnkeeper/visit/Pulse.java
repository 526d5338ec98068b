package dev.turnkeeper.visit;

/** How the grid does, as far as this node sees it. Any thread. */
public interface Pulse {

    /** Whether what the grid knows has come over since this node started; until then nobody is told a place. */
    boolean isReady();

    /** Whether ticks come: the last one is younger than 3 s. */
    boolean isFresh();

    /** Whether no ticket can be missing here: else a visitor might be given a second place. */
    boolean isWhole();

    /** How long ago this node saw that tick begin. */
    long nanosSince(long tick);

    /** A monotonic clock. */
    long nanos();

    /** How busy this node is: 1 at ease; at 2, its visitors should come half as often. */
    default double load() {
        return 1;
    }
}
