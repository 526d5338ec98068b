package dev.turnkeeper.grid;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Batches that other members keep for this one. A batch goes to every member that listens, and is held once so many of
 * them have said that they have it that, with this one, they are more than half. One would do to keep it safe; but a line
 * between two members may be down while both hear the rest, and then the one that never got the batch is to learn of it
 * from whoever holds its own ({@link dev.turnkeeper.state.TicketMaps#onHeld}).
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

    private static final byte[] NOTHING = {};

    private final Letters post;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Asked> holding = new ConcurrentHashMap<>();
    private final Map<Long, Asked> fetching = new ConcurrentHashMap<>();
    private final Map<UUID, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private volatile UnaryOperator<byte[]> listener = batch -> NOTHING;

    HeldBatches(Letters post) {
        this.post = post;
        post.read(Post.Kind.HOLD, this::keep);
        post.read(Post.Kind.HELD, this::held);
        post.read(Post.Kind.FETCH, this::fetch);
        post.read(Post.Kind.FETCHED, this::fetched);
    }

    void onHeld(UnaryOperator<byte[]> told) {
        listener = told;
    }

    CompletionStage<List<byte[]>> hold(byte[] batch) {
        Set<UUID> others = post.speakers();
        // With this one, more than half of all.
        int enough = (others.size() + 1) / 2;
        return ask(holding, others, enough, HELD_WITHIN_MILLIS, Post.Kind.HOLD, batch);
    }

    CompletionStage<List<byte[]>> heldFor(String member) {
        UUID lost = UUID.fromString(member);
        Set<UUID> others = post.speakers();
        others.remove(lost);
        return ask(fetching, others, others.size(), FETCHED_WITHIN_MILLIS, Post.Kind.FETCH, known(lost))
                .thenApply(all -> batchesOf(lost));
    }

    private CompletionStage<List<byte[]>> ask(
            Map<Long, Asked> open, Set<UUID> members, int enough, long withinMillis, Post.Kind kind, byte[] body) {
        Asked question = new Asked(members, enough);
        long number = numbers.incrementAndGet();
        open.put(number, question);
        question.answer
                .orTimeout(withinMillis, TimeUnit.MILLISECONDS)
                .whenComplete((done, failed) -> open.remove(number));
        byte[] letter = letter(number, body);
        members.forEach(member -> post.send(member, kind, letter));
        return question.answer;
    }

    /** Nobody waits for the answer of a member that is gone. */
    void left(UUID member) {
        holding.values()
                .forEach(question -> question.left(
                        member, new IllegalStateException("too few are left who were to hold the batch")));
        // What it kept is lost, and what the rest keeps is all there is.
        fetching.values().forEach(question -> question.answered(member, NOTHING));
    }

    private void keep(UUID from, byte[] letter) {
        ByteBuffer in = ByteBuffer.wrap(letter);
        long number = in.getLong();
        byte[] batch = rest(in);
        synchronized (kept) {
            keptFor(from).add(number, batch);
        }
        byte[] answer = listener.apply(batch);
        post.send(from, Post.Kind.HELD, letter(number, answer));
    }

    private void held(UUID from, byte[] letter) {
        ByteBuffer in = ByteBuffer.wrap(letter);
        Asked question = holding.get(in.getLong());
        if (question != null) {
            question.answered(from, rest(in));
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
        Asked question = fetching.get(number);
        if (question != null) {
            question.answered(from, NOTHING);
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

    /** A question to several members, answered once enough of them have. */
    private static final class Asked {

        final CompletableFuture<List<byte[]>> answer = new CompletableFuture<>();
        private final Set<UUID> missing;
        private final List<byte[]> said = new ArrayList<>();
        private int wanted;

        Asked(Set<UUID> members, int enough) {
            missing = new HashSet<>(members);
            wanted = enough;
            completeOnceAnswered();
        }

        /** @param words empty: nothing */
        synchronized void answered(UUID member, byte[] words) {
            if (!missing.remove(member)) {
                return;
            }
            if (words.length > 0) {
                said.add(words);
            }
            wanted--;
            completeOnceAnswered();
        }

        synchronized void left(UUID member, RuntimeException tooFew) {
            if (missing.remove(member) && missing.size() < wanted) {
                answer.completeExceptionally(tooFew);
            }
        }

        private void completeOnceAnswered() {
            if (wanted <= 0) {
                answer.complete(List.copyOf(said));
            }
        }
    }
}
