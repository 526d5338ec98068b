package dev.turnkeeper.node;

import dev.turnkeeper.node.TracerClient.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A room of limit 5 with twelve visitors, of whom two that are inside fall silent after their first call: when their
 * sessions end, the next two in order come in, nobody else, and not before.
 */
final class Leaving {

    private static final String ROOM = "leaving";
    private static final int VISITORS = 12;
    private static final int LIMIT = 5;
    private static final int SILENT = 2;
    private static final int SESSION_SECONDS = 150;
    private static final long PAUSE_SECONDS = 3;

    private final List<NodeProcess> nodes;
    private final TracerClient client;
    private final Map<Integer, Told> told = new HashMap<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private volatile boolean movedOn;
    private volatile long silentSince;
    private volatile long movedAt;

    Leaving(List<NodeProcess> nodes, TracerClient client) {
        this.nodes = nodes;
        this.client = client;
    }

    void start(ExecutorService threads) {
        threads.execute(() -> {
            try {
                line();
                while (!stopped) {
                    TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
                    for (int visitor = SILENT; visitor < VISITORS; visitor++) {
                        judge(visitor, ask(visitor));
                    }
                    look();
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException broken) {
                faults.add(broken.toString());
                throw broken;
            }
        });
    }

    void stop() {
        stopped = true;
    }

    boolean hasMovedOn() {
        return movedOn || !faults.isEmpty();
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public synchronized String toString() {
        return (movedOn
                        ? "moved on " + (movedAt - silentSince) / 1_000_000_000 + " s after the last sign of life"
                        : "not yet")
                + ", ranks " + told.values().stream().map(Told::rank).toList() + ", faults " + faults;
    }

    private void line() throws InterruptedException {
        // An enter that was answered too late may have taken a position, which counts until it is known to be gone.
        int late = 0;
        for (int visitor = 0; visitor < VISITORS; visitor++) {
            Told first = ask(visitor);
            while (first.held()) {
                late++;
                TimeUnit.MILLISECONDS.sleep(200);
                first = ask(visitor);
            }
            remember(visitor, first);
            long rank = Math.max(0, visitor + 1 - LIMIT);
            if (first.rank() < rank || first.rank() > rank + late) {
                faults.add("visitor " + visitor + " came with " + first);
            }
            if (visitor == SILENT - 1) {
                silentSince = System.nanoTime();
            }
        }
    }

    /** In order, and only as sessions end. */
    private void judge(int visitor, Told now) {
        long rank = Math.max(0, visitor + 1 - LIMIT);
        Told before = remember(visitor, now);
        boolean early = System.nanoTime() - silentSince < TimeUnit.SECONDS.toNanos(SESSION_SECONDS - 1);
        if (now.rank() > rank || now.rank() < Math.max(0, rank - (early ? 0 : SILENT)) || now.rank() > before.rank()) {
            faults.add("visitor " + visitor + " sees " + now + " after " + before);
        }
    }

    private synchronized Told remember(int visitor, Told now) {
        Told before = told.put(visitor, now);
        return before == null ? now : before;
    }

    private synchronized void look() {
        List<Long> ranks = new ArrayList<>();
        for (int visitor = LIMIT; visitor < VISITORS; visitor++) {
            ranks.add(Objects.requireNonNull(told.get(visitor)).rank());
        }
        if (!movedOn && ranks.get(SILENT - 1) == 0 && ranks.get(SILENT) == 1) {
            movedAt = System.nanoTime();
            movedOn = true;
        }
    }

    /** At whichever node answers. */
    private Told ask(int visitor) throws InterruptedException {
        while (true) {
            for (NodeProcess node : nodes) {
                try {
                    if (node.isAlive() && node.readiness() == 200) {
                        return client.ask(node, RoomAdmin.hostOf(ROOM), "leaving-" + visitor);
                    }
                } catch (IOException gone) {
                    // The next one answers.
                }
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
