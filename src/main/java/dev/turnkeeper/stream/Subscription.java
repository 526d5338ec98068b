package dev.turnkeeper.stream;

import org.jspecify.annotations.Nullable;

/** What one reader was told, and what is due. */
final class Subscription {

    private static final long SECOND = 1_000_000_000L;
    private static final long TELL_EVERY = 10 * SECOND;
    private static final long BEAT_EVERY = 30 * SECOND;

    /** A rank that changed by less than one in so many is not told before its time. */
    private static final long NOTICED = 100;

    private final Feed feed;
    private final OpenStream stream;
    private final long endAt;
    private @Nullable String resumed;
    private long beatAt;
    private long tellAt;
    private long rank;
    private Moment.@Nullable Stage stage;
    private String news = "";
    private int told;

    /**
     * @param endAt when the reader is to come back
     * @param lastId of the event that the reader had last, where it comes back
     */
    Subscription(Feed feed, OpenStream stream, long now, long endAt, @Nullable String lastId) {
        this.feed = feed;
        this.stream = stream;
        this.endAt = endAt;
        this.beatAt = now + BEAT_EVERY;
        // A monotonic clock may well be below zero.
        this.tellAt = now;
        this.resumed = lastId;
    }

    void close(String lastEvents) {
        stream.close(lastEvents);
    }

    boolean isTooOld(long now) {
        return now - endAt >= 0;
    }

    /** By the hub's thread. */
    synchronized void look(long now) {
        if (now - beatAt >= 0) {
            beatAt = now + BEAT_EVERY;
            stream.beat();
        }
        tell(feed.look(stream.takeHeard()), now);
    }

    /** By the thread that opens the stream, and then by the hub's. */
    synchronized void tell(Moment moment, long now) {
        tellNews(moment.news());
        if (moment.stage() == stage && !isDue(moment, now)) {
            return;
        }
        stage = moment.stage();
        rank = moment.rank();
        tellAt = now + TELL_EVERY;
        String event = moment.text(id());
        switch (moment.stage()) {
            case WAITING, FLOWING -> stream.offer(event);
            case INSIDE -> stream.send(event);
            case OVER -> stream.close(event);
        }
    }

    private boolean isDue(Moment moment, long now) {
        return switch (moment.stage()) {
            case WAITING -> now - tellAt >= 0 || isNoticed(moment.rank());
            case FLOWING -> moment.rank() != rank;
            case INSIDE, OVER -> false;
        };
    }

    private void tellNews(String now) {
        if (now.equals(news)) {
            return;
        }
        boolean known = resumed != null && resumed.startsWith(nameOf(now) + '-');
        resumed = null;
        news = now;
        if (!known) {
            stream.send(EventText.event("room", id(), now));
        }
    }

    private boolean isNoticed(long now) {
        return Math.abs(now - rank) >= Math.max(1, rank / NOTICED);
    }

    /** Says what news its reader has, so that who comes back is not told them again. */
    private String id() {
        told++;
        return nameOf(news) + '-' + told;
    }

    private static String nameOf(String news) {
        return Integer.toHexString(news.hashCode());
    }
}
