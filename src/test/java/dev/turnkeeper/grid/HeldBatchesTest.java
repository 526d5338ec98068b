package dev.turnkeeper.grid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Members that write to each other by hand: lines may be down, and a letter is read while the next is still being sent. */
class HeldBatchesTest {

    private final Map<UUID, Mailbox> boxes = new LinkedHashMap<>();
    private final Set<Set<UUID>> down = new HashSet<>();

    @Test
    void heldFor_whoseAnswersComeWhileItStillAsks_isWhole() {
        List<Mailbox> five = members(5);
        down.add(Set.of(five.get(1).self, five.get(0).self));
        CompletableFuture<List<byte[]>> held = five.get(1).hold(1);
        down.clear();
        assertTrue(held.isDone());
        assertEquals(1, five.get(0).heldFor(five.get(1)).join().size());
    }

    @Test
    void hold_endsOnceMoreThanHalfHaveTheBatch() {
        for (int size = 1; size <= 6; size++) {
            for (int cut = 0; cut < size; cut++) {
                List<Mailbox> members = members(size);
                Mailbox first = members.get(0);
                members.subList(1, 1 + cut).forEach(other -> down.add(Set.of(first.self, other.self)));
                assertEquals(
                        2 * (size - cut) > size,
                        first.hold(1).isDone(),
                        size + " members, " + cut + " of which do not hear the first");
                down.clear();
            }
        }
    }

    @Test
    void hold_answersWhatTheOthersSaid_andNothingOfTheSilent() {
        List<Mailbox> three = members(3);
        three.get(1).says = new byte[] {5};
        assertEquals(0, three.get(1).hold(9).join().size());
        List<byte[]> said = three.get(0).hold(9).join();
        assertEquals(1, said.size());
        assertArrayEquals(new byte[] {5}, said.get(0));
    }

    @Test
    void hold_ofWhichTooFewAreLeft_fails_andAnotherGoesOn() {
        List<Mailbox> three = members(3);
        Mailbox first = three.get(0);
        three.subList(1, 3).forEach(other -> down.add(Set.of(first.self, other.self)));
        CompletableFuture<List<byte[]>> held = first.hold(1);
        first.batches.left(three.get(1).self);
        assertFalse(held.isDone(), "one more may answer");
        first.batches.left(three.get(2).self);
        assertTrue(held.isCompletedExceptionally());
        boxes.keySet().retainAll(Set.of(first.self));
        assertTrue(first.hold(2).isDone(), "who is alone needs nobody");
    }

    @Test
    void heldFor_doesNotWaitForWhoLeft() {
        List<Mailbox> three = members(3);
        down.add(Set.of(three.get(0).self, three.get(1).self));
        CompletableFuture<List<byte[]>> held = three.get(0).heldFor(three.get(2));
        assertFalse(held.isDone());
        three.get(0).batches.left(three.get(1).self);
        assertEquals(List.of(), held.join());
    }

    private List<Mailbox> members(int size) {
        boxes.clear();
        List<Mailbox> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            members.add(new Mailbox(new UUID(0, i)));
        }
        members.forEach(member -> boxes.put(member.self, member));
        return members;
    }

    private final class Mailbox implements Letters {

        private final UUID self;
        private final Map<Post.Kind, BiConsumer<UUID, byte[]>> readers = new EnumMap<>(Post.Kind.class);
        private final HeldBatches batches = new HeldBatches(this);
        private byte[] says = {};

        Mailbox(UUID self) {
            this.self = self;
            batches.onHeld(batch -> says);
        }

        CompletableFuture<List<byte[]>> hold(int batch) {
            return batches.hold(new byte[] {(byte) batch}).toCompletableFuture();
        }

        CompletableFuture<List<byte[]>> heldFor(Mailbox other) {
            return batches.heldFor(other.self.toString()).toCompletableFuture();
        }

        @Override
        public void read(Post.Kind kind, BiConsumer<UUID, byte[]> reader) {
            readers.put(kind, reader);
        }

        @Override
        public Set<UUID> speakers() {
            Set<UUID> others = new TreeSet<>(boxes.keySet());
            others.remove(self);
            return others;
        }

        @Override
        public void send(UUID to, Post.Kind kind, byte[] body) {
            Mailbox reader = boxes.get(to);
            if (reader != null && !down.contains(Set.of(self, to))) {
                reader.readers.get(kind).accept(self, body);
            }
        }
    }
}
