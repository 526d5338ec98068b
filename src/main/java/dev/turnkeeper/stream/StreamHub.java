package dev.turnkeeper.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All open streams of this node, told by one thread. A place that is let in is told of within a quarter of a second of the
 * decision's arrival here.
 */
public final class StreamHub {

    private static final Logger LOG = Logger.getLogger(StreamHub.class.getName());
    private static final long LOOK_MILLIS = 250;
    private static final long RETRY_MILLIS = 2_000;
    private static final long RETRY_SPREAD_MILLIS = 4_000;

    private final LongSupplier nanos;
    private final int mostOpen;
    private final int mostOfAnAddress;
    private final long longestNanos;
    private final ScheduledExecutorService teller;
    private final ConcurrentHashMap<Source, Crowd> bySource = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Object, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean closed;

    /**
     * @param nanos a monotonic clock
     * @param mostOpen streams at a time on this node
     * @param mostOfAnAddress streams at a time of one address
     * @param longest after which a stream is ended, and its reader has to come back: bytes go out to a reader that has
     *     vanished for a quarter of an hour, so only another request shows that somebody is there
     */
    public StreamHub(LongSupplier nanos, int mostOpen, int mostOfAnAddress, Duration longest) {
        this.nanos = nanos;
        this.mostOpen = mostOpen;
        this.mostOfAnAddress = mostOfAnAddress;
        this.longestNanos = longest.toNanos();
        this.teller = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "turnkeeper-streams");
            thread.setDaemon(true);
            return thread;
        });
    }

    public void start() {
        teller.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How many are open now. */
    public int open() {
        return open.get();
    }

    /**
     * Answers this request by a stream. The request goes on asynchronously; nothing may be written to it any more.
     *
     * @param address of the caller, by equals
     * @return false where there are too many already, or this node is stopping; the request is untouched then
     */
    public boolean open(HttpServletRequest request, HttpServletResponse response, Feed feed, Object address)
            throws IOException {
        String lastId = request.getHeader("Last-Event-ID");
        Moment now = feed.look(false);
        if (lastId != null && now.stage() == Moment.Stage.OVER) {
            // It was told: this status keeps a browser from coming back.
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return true;
        }
        if (closed || !count(address)) {
            return false;
        }
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        response.setBufferSize(512);
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        OpenStream stream = new OpenStream(context, response.getOutputStream());
        long opened = nanos.getAsLong();
        Subscription subscription = new Subscription(feed, stream, opened, opened + spread(longestNanos), lastId);
        stream.onEnd(() -> {
            leave(feed, subscription);
            uncount(address);
        });
        context.addListener(stream);
        response.getOutputStream().setWriteListener(stream);
        stream.send(EventText.retry(jittered()));
        Subscription older;
        // The teller looks at it, too, once it has joined; but not before it has told how it stood.
        synchronized (subscription) {
            // Before it tells anything: who has read that may open the next one at once, and that is the newer.
            older = join(feed, subscription);
            subscription.tell(now, nanos.getAsLong());
        }
        if (older != null) {
            older.close(EventText.REPLACED);
        }
        if (stream.isOver() || closed) {
            subscription.close(EventText.retry(jittered()));
            leave(feed, subscription);
        }
        return true;
    }

    /** @return whom it replaces */
    private @Nullable Subscription join(Feed feed, Subscription subscription) {
        AtomicReference<@Nullable Subscription> older = new AtomicReference<>();
        bySource.compute(feed.source(), (source, present) -> {
            Crowd crowd = present == null ? new Crowd() : present;
            older.set(crowd.put(feed.holder(), subscription));
            return crowd;
        });
        return older.get();
    }

    private void leave(Feed feed, Subscription subscription) {
        bySource.computeIfPresent(feed.source(), (source, crowd) -> {
            crowd.remove(feed.holder(), subscription);
            return crowd.isEmpty() ? null : crowd;
        });
    }

    /** Tells every reader when to come back, and ends its stream. */
    public void close() {
        closed = true;
        teller.shutdownNow();
        bySource.values()
                .forEach(crowd -> crowd.forEach(subscription -> subscription.close(EventText.retry(jittered()))));
    }

    private void look() {
        long now = nanos.getAsLong();
        bySource.forEach((source, crowd) -> {
            if (crowd.isDue(version(source), now)) {
                crowd.forEach(subscription -> look(subscription, now));
            }
        });
    }

    /** A look at each then shows what is wrong. */
    private static long version(Source source) {
        try {
            return source.version();
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "whether there is anything new to tell could not be told", failed);
            return -1;
        }
    }

    private static void look(Subscription subscription, long now) {
        try {
            if (subscription.isTooOld(now)) {
                subscription.close(EventText.retry(jittered()));
            } else {
                subscription.look(now);
            }
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "a stream is ended, since how it stands could not be told", failed);
            subscription.close(EventText.retry(jittered()));
        }
    }

    private boolean count(Object address) {
        if (open.incrementAndGet() > mostOpen) {
            open.decrementAndGet();
            return false;
        }
        if (byAddress.merge(address, 1, Integer::sum) > mostOfAnAddress) {
            uncount(address);
            return false;
        }
        return true;
    }

    private void uncount(Object address) {
        open.decrementAndGet();
        byAddress.computeIfPresent(address, (key, streams) -> streams == 1 ? null : streams - 1);
    }

    /** From four fifths of it on: those who came together need not end together. */
    private static long spread(long most) {
        return most - ThreadLocalRandom.current().nextLong(most / 5 + 1);
    }

    /** So that a crowd that was cut off together does not come back together. */
    private static long jittered() {
        return RETRY_MILLIS + ThreadLocalRandom.current().nextLong(RETRY_SPREAD_MILLIS);
    }
}
