package dev.turnkeeper.grid;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Batches that other members keep for this one. A batch goes to every member that listens, and is held once one of them
 * has said that it has it.
 *
 * <p>Not a Hazelcast structure with a synchronous backup, for that promises less than it seems to: a member may own the
 * partition itself, and where the backup's place is empty (its holder has just died, no other has been named yet) the
 * write is answered with no copy anywhere else; where a backup does not answer within
 * {@code hazelcast.operation.backup.timeout.millis} it is answered all the same, unless
 * {@code hazelcast.operation.fail.on.indeterminate.state} is set. Here an answer is one member's word for one batch.
 */
final class HeldBatches {

    private static final long HELD_WITHIN_MILLIS = 2_000;
    private static final long FETCHED_WITHIN_MILLIS = 5_000;

    /** Some seconds' worth: the maps spread a batch within much less. */
    private static final int MOST_BATCHES = 16_384;

    private static final long MOST_BYTES = 32L << 20;

    /** Members whose batches are kept, the ones that spoke last. */
    private static final int MOST_MEMBERS = 32;

    private final Post post;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Asked<Optional<Void>>> asked = new ConcurrentHashMap<>();
    private final Map<Long, Asked<List<byte[]>>> fetching = new ConcurrentHashMap<>();
    private final Map<UUID, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private volatile Consumer<byte[]> listener = batch -> {};

    HeldBatches(Post post) {
        this.post = post;
        post.read(Post.Kind.HOLD, this::keep);
        post.read(Post.Kind.HELD, this::held);
        post.read(Post.Kind.FETCH, this::fetch);
        post.read(Post.Kind.FETCHED, this::fetched);
    }

    void onHeld(Consumer<byte[]> told) {
        listener = told;
    }

    CompletionStage<Void> hold(byte[] batch) {
        Set<UUID> others = post.speakers();
        if (others.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Asked<Optional<Void>> holding = new Asked<>(others, Optional.empty());
        long number = numbers.incrementAndGet();
        asked.put(number, holding);
        holding.answer
                .orTimeout(HELD_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((done, failed) -> asked.remove(number));
        byte[] letter = letter(number, batch);
        others.forEach(member -> post.send(member, Post.Kind.HOLD, letter));
        return holding.answer.thenAccept(done -> {});
    }

    CompletionStage<List<byte[]>> heldFor(String member) {
        UUID lost = UUID.fromString(member);
        Set<UUID> others = post.speakers();
        others.remove(lost);
        if (others.isEmpty()) {
            return CompletableFuture.completedFuture(batchesOf(lost));
        }
        Asked<List<byte[]>> fetch = new Asked<>(others, List.of());
        long number = numbers.incrementAndGet();
        fetching.put(number, fetch);
        byte[] letter = letter(number, known(lost));
        others.forEach(other -> post.send(other, Post.Kind.FETCH, letter));
        return fetch.answer
                .orTimeout(FETCHED_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((done, failed) -> fetching.remove(number))
                .thenApply(all -> batchesOf(lost));
    }

    /** Nobody waits for the answer of a member that is gone. */
    void left(UUID member) {
        asked.values().forEach(holding -> {
            if (holding.missing(member)) {
                holding.answer.completeExceptionally(
                        new IllegalStateException("every member that was to hold the batch is gone"));
            }
        });
        fetching.values().forEach(fetch -> {
            if (fetch.missing(member)) {
                fetch.answer.complete(fetch.result);
            }
        });
    }

    private void keep(UUID from, byte[] letter) {
        ByteBuffer in = ByteBuffer.wrap(letter);
        long number = in.getLong();
        byte[] batch = rest(in);
        synchronized (kept) {
            keptFor(from).add(number, batch);
        }
        listener.accept(batch);
        post.send(from, Post.Kind.HELD, letter(number, new byte[0]));
    }

    private void held(UUID from, byte[] letter) {
        Asked<Optional<Void>> holding = asked.get(ByteBuffer.wrap(letter).getLong());
        if (holding != null && holding.asks(from)) {
            holding.answer.complete(holding.result);
        }
    }

    /** Answers with what the asking member does not have. */
    private void fetch(UUID from, byte[] letter) {
        ByteBuffer in = ByteBuffer.wrap(letter);
        long number = in.getLong();
        UUID lost = new UUID(in.getLong(), in.getLong());
        long first = in.getLong();
        BitSet has = BitSet.valueOf(in);
        List<Map.Entry<Long, byte[]>> wanted = new ArrayList<>();
        forEachOf(lost, entry -> {
            long place = entry.getKey() - first;
            if (place < 0 || place > Integer.MAX_VALUE || !has.get((int) place)) {
                wanted.add(entry);
            }
        });
        int size = wanted.stream()
                .mapToInt(entry -> Long.BYTES + Integer.BYTES + entry.getValue().length)
                .sum();
        ByteBuffer out = ByteBuffer.allocate(2 * Long.BYTES + size)
                .putLong(lost.getMostSignificantBits())
                .putLong(lost.getLeastSignificantBits());
        wanted.forEach(entry ->
                out.putLong(entry.getKey()).putInt(entry.getValue().length).put(entry.getValue()));
        post.send(from, Post.Kind.FETCHED, letter(number, out.array()));
    }

    private void fetched(UUID from, byte[] letter) {
        ByteBuffer in = ByteBuffer.wrap(letter);
        long number = in.getLong();
        UUID lost = new UUID(in.getLong(), in.getLong());
        synchronized (kept) {
            while (in.hasRemaining()) {
                long batch = in.getLong();
                byte[] bytes = new byte[in.getInt()];
                in.get(bytes);
                keptFor(lost).add(batch, bytes);
            }
        }
        Asked<List<byte[]>> fetch = fetching.get(number);
        if (fetch != null && fetch.missing(from)) {
            fetch.answer.complete(fetch.result);
        }
    }

    private byte[] known(UUID lost) {
        BitSet has = new BitSet();
        long[] first = {0};
        forEachOf(lost, entry -> {
            if (has.isEmpty()) {
                first[0] = entry.getKey();
            }
            has.set((int) Math.min(Integer.MAX_VALUE - 1, entry.getKey() - first[0]));
        });
        byte[] bits = has.toByteArray();
        return ByteBuffer.allocate(3 * Long.BYTES + bits.length)
                .putLong(lost.getMostSignificantBits())
                .putLong(lost.getLeastSignificantBits())
                .putLong(first[0])
                .put(bits)
                .array();
    }

    private List<byte[]> batchesOf(UUID lost) {
        List<byte[]> batches = new ArrayList<>();
        forEachOf(lost, entry -> batches.add(entry.getValue()));
        return batches;
    }

    private void forEachOf(UUID member, Consumer<Map.Entry<Long, byte[]>> action) {
        List<Map.Entry<Long, byte[]>> entries;
        synchronized (kept) {
            Kept of = kept.get(member);
            entries = of == null ? List.of() : List.copyOf(of.batches.entrySet());
        }
        entries.stream().sorted(Comparator.comparing(Map.Entry::getKey)).forEach(action);
    }

    private Kept keptFor(UUID member) {
        Kept of = kept.computeIfAbsent(member, unknown -> new Kept());
        if (kept.size() > MOST_MEMBERS) {
            kept.remove(kept.keySet().iterator().next());
        }
        return of;
    }

    private static byte[] letter(long number, byte[] body) {
        return ByteBuffer.allocate(Long.BYTES + body.length)
                .putLong(number)
                .put(body)
                .array();
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    /** One member's batches, the latest ones. */
    private static final class Kept {

        final TreeMap<Long, byte[]> batches = new TreeMap<>();
        private long bytes;

        void add(long number, byte[] batch) {
            if (batches.putIfAbsent(number, batch) == null) {
                bytes += batch.length;
            }
            while (batches.size() > 1 && (batches.size() > MOST_BATCHES || bytes > MOST_BYTES)) {
                bytes -= batches.pollFirstEntry().getValue().length;
            }
        }
    }

    /** A question to several members. */
    private static final class Asked<T> {

        final CompletableFuture<T> answer = new CompletableFuture<>();
        final T result;
        private final Set<UUID> members;

        Asked(Set<UUID> members, T result) {
            this.members = members;
            this.result = result;
        }

        synchronized boolean asks(UUID member) {
            return members.contains(member);
        }

        /** @return true where this was the last one that had not answered */
        synchronized boolean missing(UUID member) {
            return members.remove(member) && members.isEmpty();
        }
    }
}
