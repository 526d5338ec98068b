package dev.turnkeeper.grid;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The adapter's own threads, so that neither a caller nor Hazelcast ever waits for the other. */
final class Threads {

    private static final Logger LOG = System.getLogger(Threads.class.getName());

    /** Looks for distributed objects; each may take seconds. */
    final ExecutorService finders = Executors.newCachedThreadPool(named("grid-find"));

    /** Sends messages, in order. */
    final ExecutorService sending = one(named("grid-send"));

    /** Writes maps, in order. */
    final ExecutorService writing = one(named("grid-write"));

    /** Writes maps that nobody waits for. */
    final ExecutorService writingAside = one(named("grid-write-aside"));

    /** Removes tickets; slow, and must not hold up new ones. */
    final ExecutorService removing = one(named("grid-remove"));

    /** Tells the listeners of the bus, in order. */
    final ExecutorService telling = one(named("grid-tell"));

    /** Tells the listeners of maps, in order. */
    final ExecutorService mapTelling = one(named("grid-tell-map"));

    final ScheduledExecutorService keeping = Executors.newSingleThreadScheduledExecutor(named("grid-keep"));

    /** After the end nothing is tried any more. */
    void later(long millis, Runnable task) {
        try {
            keeping.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.log(Level.DEBUG, "nothing is tried again after the end");
        }
    }

    void stop() {
        // Interrupted, Hazelcast would log at length what it was looking for.
        finders.shutdown();
        Stream.of(keeping, sending, writing, writingAside, removing, telling, mapTelling)
                .forEach(ExecutorService::shutdownNow);
    }

    /** What comes after the end is dropped: Hazelcast may tell us of something a moment longer. */
    private static ExecutorService one(ThreadFactory thread) {
        return new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), thread, new ThreadPoolExecutor.DiscardPolicy());
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
