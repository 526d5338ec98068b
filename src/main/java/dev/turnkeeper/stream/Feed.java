package dev.turnkeeper.stream;

/** What one stream tells of. Asked by one thread, at least once a second, for every open stream: it must not block. */
public interface Feed {

    /** Names whose stream it is, by equals: a newer stream of the same holder ends the older one. */
    Object holder();

    /** Whose other versions make it worth a look. */
    Source source();

    /** How it stands. @param heard whether it turned out since the last look that the reader took a heartbeat: a sign of life */
    Moment look(boolean heard);
}
