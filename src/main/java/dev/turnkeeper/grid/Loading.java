package dev.turnkeeper.grid;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.replicatedmap.ReplicatedMap;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Opens maps off the caller's thread, and knows when they are filled: when this node holds as many entries as any member
 * that answers. Hazelcast's own waiting ({@code async-fillup: false}) can hang for ever where members open a map at the
 * same time, and holds up the caller for a second where they do not.
 */
final class Loading {

    private static final Logger LOG = System.getLogger(Loading.class.getName());
    private static final long ANSWER_WITHIN_MILLIS = 1_000;
    private static final long AGAIN_AFTER_MILLIS = 100;
    private static final long COMPARED_AFTER_MILLIS = 40_000;

    /** Longer than Hazelcast takes to notice that a filling was incomplete (half a minute). */
    private static final int TRIES = 900;

    private final HazelcastInstance hz;
    private final Threads threads;
    private final Post post;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Sizes> asked = new ConcurrentHashMap<>();
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();
    private final Map<String, Runnable> merging = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<Void>> underWay = ConcurrentHashMap.newKeySet();
    private final Set<String> recovering = ConcurrentHashMap.newKeySet();

    Loading(HazelcastInstance hz, Threads threads, Post post) {
        this.hz = hz;
        this.threads = threads;
        this.post = post;
        post.read(Post.Kind.SIZE, this::asked);
        post.read(Post.Kind.SIZED, this::answered);
    }

    /**
     * @param found gets the map as soon as there is one
     * @param filled runs whenever it is filled: after the opening, and after a merge
     */
    <K> void load(String name, Consumer<ReplicatedMap<K, byte[]>> found, Runnable filled) {
        Runnable end = begin(filled);
        find(name, found, filled, end);
    }

    /**
     * A map that the members share out among them.
     *
     * @return done as soon as there is one; a node is not ready before
     */
    <K, V> CompletableFuture<IMap<K, V>> share(String name) {
        CompletableFuture<IMap<K, V>> found = new CompletableFuture<>();
        findShared(name, found, begin(() -> {}));
        return found;
    }

    private <K, V> void findShared(String name, CompletableFuture<IMap<K, V>> found, Runnable end) {
        threads.finders.execute(() -> {
            try {
                found.complete(hz.getMap(name));
                end.run();
            } catch (RuntimeException later) {
                again(name, later, () -> findShared(name, found, end));
            }
        });
    }

    /** From now on the maps are not filled. */
    void merging() {
        opened.forEach((name, open) -> {
            recovering.add(name);
            Runnable end = begin(open.filled());
            merging.put(name, () -> {
                recovering.remove(name);
                end.run();
            });
        });
    }

    /** Whether a map is not filled again since a merge. */
    boolean isRecovering() {
        return !recovering.isEmpty();
    }

    /**
     * After a merge this member's maps hold what it owns and no more, until the owners of the other partitions compare
     * versions, as they do every thirty seconds.
     */
    void merged() {
        opened.forEach((name, open) -> {
            Runnable end = merging.remove(name);
            if (end != null) {
                threads.later(COMPARED_AFTER_MILLIS, () -> await(name, open.map(), end, TRIES));
            }
        });
    }

    private Runnable begin(Runnable filled) {
        CompletableFuture<Void> loaded = new CompletableFuture<>();
        underWay.add(loaded);
        return () -> {
            filled.run();
            underWay.remove(loaded);
            loaded.complete(null);
        };
    }

    /** Done when every map that was asked for until now is filled. */
    CompletionStage<Void> loaded() {
        return CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
    }

    void forget(String name) {
        opened.remove(name);
        recovering.remove(name);
        Runnable end = merging.remove(name);
        if (end != null) {
            end.run();
        }
    }

    private <K> void find(String name, Consumer<ReplicatedMap<K, byte[]>> found, Runnable filled, Runnable end) {
        threads.finders.execute(() -> {
            try {
                ReplicatedMap<K, byte[]> map = hz.getReplicatedMap(name);
                opened.put(name, new Opened(map, filled));
                found.accept(map);
                await(name, map, end, TRIES);
            } catch (RuntimeException later) {
                again(name, later, () -> find(name, found, filled, end));
            }
        });
    }

    /** The end interrupts the search; an operator who reads why the node ended need not read of that. */
    private void again(String name, RuntimeException why, Runnable find) {
        if (threads.finders.isShutdown()) {
            LOG.log(Level.DEBUG, "nothing is looked for after the end", why);
        } else {
            LOG.log(Level.WARNING, "The map " + name + " is not to be had now; it is tried again", why);
            threads.later(1_000, find);
        }
    }

    private void await(String name, ReplicatedMap<?, ?> map, Runnable filled, int tries) {
        Set<UUID> others = post.present();
        others.remove(post.self());
        largest(name, others)
                .thenAcceptAsync(
                        largest -> {
                            if (map.size() >= largest) {
                                filled.run();
                            } else if (tries == 0) {
                                LOG.log(
                                        Level.WARNING,
                                        "The map {0} has {1} entries here and {2} elsewhere; it is used as it is",
                                        name,
                                        map.size(),
                                        largest);
                                filled.run();
                            } else {
                                threads.later(AGAIN_AFTER_MILLIS, () -> await(name, map, filled, tries - 1));
                            }
                        },
                        threads.finders);
    }

    /** How many entries the fullest other member has; one that does not listen has nothing to say. */
    private CompletionStage<Long> largest(String name, Set<UUID> others) {
        if (others.isEmpty()) {
            return CompletableFuture.completedFuture(0L);
        }
        Sizes sizes = new Sizes(others);
        long number = numbers.incrementAndGet();
        asked.put(number, sizes);
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] letter = ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(number)
                .put(text)
                .array();
        Set.copyOf(others).forEach(member -> post.send(member, Post.Kind.SIZE, letter));
        return sizes.answer
                .completeOnTimeout(true, ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(all -> {
                    asked.remove(number);
                    return sizes.largest();
                });
    }

    private void asked(UUID from, byte[] letter) {
        ByteBuffer in = ByteBuffer.wrap(letter);
        long number = in.getLong();
        Opened open = opened.get(StandardCharsets.UTF_8.decode(in).toString());
        post.send(
                from,
                Post.Kind.SIZED,
                ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(number)
                        .putLong(open == null ? 0 : open.map().size())
                        .array());
    }

    private void answered(UUID from, byte[] letter) {
        ByteBuffer in = ByteBuffer.wrap(letter);
        Sizes sizes = asked.get(in.getLong());
        if (sizes != null) {
            sizes.take(from, in.getLong());
        }
    }

    private record Opened(ReplicatedMap<?, ?> map, Runnable filled) {}

    private static final class Sizes {

        final CompletableFuture<Boolean> answer = new CompletableFuture<>();
        private final Set<UUID> missing;
        private long largest;

        Sizes(Set<UUID> missing) {
            this.missing = missing;
        }

        synchronized void take(UUID from, long size) {
            largest = Math.max(largest, size);
            missing.remove(from);
            if (missing.isEmpty()) {
                answer.complete(true);
            }
        }

        synchronized long largest() {
            return largest;
        }
    }
}
