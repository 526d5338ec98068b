package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.fail;

import dev.turnkeeper.node.TracerClient.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Visitors of one room who ask again and again, each at whichever node, and at the next one where a node gives no answer.
 * Every answer is held against what the visitor was told before; what breaks a promise is kept as a fault.
 */
final class Crowd implements AutoCloseable {

    /** Asking at once; the machine has to carry three nodes beside them. */
    private static final int MOST_WORKERS = 8;

    private static final long BETWEEN_ASKS_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    /** Another node may be a tick behind, and a tick is late after a loss. */
    private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int MOST_FAULTS = 20;

    private final String room;
    private final long seed;
    private final int askingAtOnce;
    private final TracerClient client;
    private final ExecutorService threads;
    private final List<Visitor> visitors = new CopyOnWriteArrayList<>();
    private final Queue<Visitor> newcomers = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> workers = new ArrayList<>();
    private final Queue<Told> enters = new ConcurrentLinkedQueue<>();
    private final Queue<Told> polls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger named = new AtomicInteger();
    private final Map<Integer, Long> lastPollAt = new ConcurrentHashMap<>();
    private final AtomicLong longestPollGap = new AtomicLong();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile List<NodeProcess> asked;
    private volatile boolean closed;

    Crowd(String room, List<NodeProcess> nodes, TracerClient client, ExecutorService threads, long seed) {
        this(room, nodes, client, threads, seed, MOST_WORKERS);
    }

    /** @param askingAtOnce how many of them, so that there may be other crowds beside this one */
    Crowd(
            String room,
            List<NodeProcess> nodes,
            TracerClient client,
            ExecutorService threads,
            long seed,
            int askingAtOnce) {
        this.room = room;
        this.seed = seed;
        this.askingAtOnce = askingAtOnce;
        this.client = client;
        this.threads = threads;
        this.asked = List.copyOf(nodes);
    }

    /** From now on everybody polls; newcomers go first. */
    void start() {
        for (int i = 0; i < askingAtOnce; i++) {
            Random random = new Random(seed + i);
            workers.add(threads.submit(() -> work(random)));
        }
    }

    /** @return the newcomers, in no order */
    List<Visitor> enter(int count) {
        List<Visitor> group = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            group.add(newcomer());
        }
        visitors.addAll(group);
        newcomers.addAll(group);
        return group;
    }

    /**
     * Newcomers who ask at this node alone, the next one in time however long the answers take. They come again only when
     * they {@link #join}.
     */
    Map<Visitor, Told> arrive(NodeProcess node, int count, long everyMillis) throws InterruptedException {
        Map<Visitor, Future<Told>> answers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Visitor newcomer = newcomer();
            answers.put(newcomer, threads.submit(() -> ask(newcomer, node)));
            TimeUnit.MILLISECONDS.sleep(everyMillis);
        }
        return told(answers, node);
    }

    /** From now on they poll as the others do. */
    void join(Collection<Visitor> arrived) {
        visitors.addAll(arrived);
    }

    /** This node is asked no more, as a load balancer would have it. */
    void avoid(NodeProcess node) {
        askOnlyAt(asked.stream().filter(other -> other != node).toList());
        lastPollAt.remove(node.httpPort());
    }

    void askAlso(NodeProcess node) {
        askOnlyAt(Stream.concat(asked.stream(), Stream.of(node)).toList());
    }

    void askOnlyAt(List<NodeProcess> nodes) {
        asked = List.copyOf(nodes);
    }

    /** The longest time that any node which is asked went without answering somebody who has a place, since last asked. */
    long longestPollGapMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestPollGap.getAndSet(0));
    }

    List<Visitor> visitors() {
        return visitors;
    }

    static long placed(List<Visitor> group) {
        return group.stream().filter(visitor -> visitor.last() != null).count();
    }

    /** Everybody's answer at this node, asked now. */
    Map<Visitor, Told> askAll(NodeProcess node) throws InterruptedException {
        return askAll(node, visitors);
    }

    Map<Visitor, Told> askAll(NodeProcess node, List<Visitor> group) throws InterruptedException {
        Map<Visitor, Told> told = new LinkedHashMap<>();
        for (int from = 0; from < group.size(); from += MOST_WORKERS) {
            Map<Visitor, Future<Told>> answers = new LinkedHashMap<>();
            group.subList(from, Math.min(from + MOST_WORKERS, group.size()))
                    .forEach(visitor -> answers.put(visitor, threads.submit(() -> ask(visitor, node))));
            told.putAll(told(answers, node));
        }
        return told;
    }

    private Map<Visitor, Told> told(Map<Visitor, Future<Told>> answers, NodeProcess node) throws InterruptedException {
        Map<Visitor, Told> told = new LinkedHashMap<>();
        for (Map.Entry<Visitor, Future<Told>> answer : answers.entrySet()) {
            try {
                told.put(answer.getKey(), answer.getValue().get());
            } catch (ExecutionException failed) {
                fail("no answer for " + answer.getKey() + " at " + node + "\n" + this, failed.getCause());
            }
        }
        return told;
    }

    /** What those who have a place were told since then. @param since by {@link System#nanoTime} */
    List<Told> polls(long since) {
        return polls.stream().filter(told -> told.askedAt() - since >= 0).toList();
    }

    /** How often nobody, or not TRACER, answered one who polls. */
    int unanswered() {
        return unanswered.get();
    }

    /** What was promised to somebody and not kept. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException failed) {
                fail("a worker of " + this + " failed", failed.getCause());
            }
        }
        workers.clear();
    }

    @Override
    public String toString() {
        return "crowd of " + room + ", seed " + seed + ": " + visitors.size() + " visitors, " + placed(visitors)
                + " with a place, " + (enters.size() + polls.size()) + " answers, " + held + " held, "
                + unanswered + " not answered; enter " + quantiles(enters) + ", poll " + quantiles(polls)
                + "; faults " + faults.size() + ":\n  " + String.join("\n  ", faults);
    }

    private Visitor newcomer() {
        return new Visitor(room + "-" + named.getAndIncrement());
    }

    private void work(Random random) {
        try {
            while (!closed) {
                Visitor newcomer = newcomers.poll();
                Visitor visitor = newcomer == null ? rotating() : newcomer;
                if (visitor != null) {
                    askSomewhere(visitor, random);
                }
                LockSupport.parkNanos(BETWEEN_ASKS_NANOS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Visitor rotating() {
        return visitors.isEmpty() ? null : visitors.get(Math.floorMod(next.getAndIncrement(), visitors.size()));
    }

    private void askSomewhere(Visitor visitor, Random random) throws InterruptedException {
        List<NodeProcess> up = asked;
        int first = random.nextInt(up.size());
        for (int i = 0; i < up.size(); i++) {
            try {
                ask(visitor, up.get((first + i) % up.size()));
                return;
            } catch (IOException gone) {
                unanswered.incrementAndGet();
            }
        }
    }

    private Told ask(Visitor visitor, NodeProcess node) throws IOException, InterruptedException {
        synchronized (visitor) {
            if (visitor.firstAskedAt == 0) {
                visitor.firstAskedAt = System.nanoTime();
            }
            Told told = client.ask(node, RoomAdmin.hostOf(room), visitor.name);
            if (visitor.last != null && asked.contains(node)) {
                Long before = lastPollAt.put(node.httpPort(), told.toldAt());
                longestPollGap.accumulateAndGet(before == null ? 0 : told.toldAt() - before, Math::max);
            }
            (visitor.last == null ? enters : polls).add(told);
            if (told.held()) {
                held.incrementAndGet();
                if (visitor.last != null) {
                    fault(visitor, node, "was held though placed", told);
                }
            } else {
                judge(visitor, node, told);
                visitor.remember(node, told);
            }
            return told;
        }
    }

    private void judge(Visitor visitor, NodeProcess node, Told told) {
        Told last = visitor.last;
        if (last == null) {
            return;
        }
        if (told.firstRank() > last.firstRank() && last.waits()) {
            fault(visitor, node, "has another, later place", told);
        }
        Told here = visitor.lastAt.get(node.httpPort());
        if (here != null && told.rank() > here.rank()) {
            fault(visitor, node, "sees the rank rise on one node from " + here.rank(), told);
        }
        if (told.rank() > last.rank() && told.askedAt() - last.toldAt() > LAG_NANOS) {
            fault(visitor, node, "sees a node more than a tick behind", told);
        }
    }

    private void fault(Visitor visitor, NodeProcess node, String what, Told told) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(visitor + " " + what + ": told " + told + " at " + node.httpPort() + " after " + visitor.last);
        }
    }

    private static String quantiles(Queue<Told> answers) {
        long[] sorted = answers.stream().mapToLong(Told::millis).sorted().toArray();
        return sorted.length == 0
                ? "none"
                : "p50 " + sorted[sorted.length / 2] + " ms p99 " + sorted[(int) (sorted.length * 0.99)] + " ms max "
                        + Arrays.stream(sorted).max().orElse(0) + " ms of " + sorted.length;
    }

    /** One who waits, as known from the outside. */
    static final class Visitor {

        private final String name;
        private final Map<Integer, Told> lastAt = new HashMap<>();
        private long firstAskedAt;
        private long placedAt;
        private @Nullable Told last;

        private Visitor(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        /** The latest answer that told of a place. */
        synchronized @Nullable Told last() {
            return last;
        }

        long firstAskedAt() {
            return firstAskedAt;
        }

        /** When the first answer with a place was there, by {@link System#nanoTime}; only where {@link #last} is one. */
        synchronized long placedAt() {
            return placedAt;
        }

        /** Whether this one was told a place before the other had ever asked for one. */
        boolean wasBefore(Visitor other) {
            return placedAt < other.firstAskedAt;
        }

        private void remember(NodeProcess node, Told told) {
            if (last == null) {
                placedAt = told.toldAt();
            }
            last = told;
            lastAt.put(node.httpPort(), told);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
