package dev.turnkeeper.stream;

/** What one stream tells of. Asked by one thread, at least once a second, for every open stream: it must not block. */
public interface Feed {

    /** Names whose stream it is, by equals: a newer stream of the same holder ends the older one. */
    Object holder();

    /** Cheap; as long as it stays the same, there is hardly anything new to look at. */
    long version();

    /** How it stands. @param heard whether it turned out since the last look that the reader took a heartbeat: a sign of life */
    Moment look(boolean heard);
}
