package dev.turnkeeper.grid;

import static dev.turnkeeper.state.Eventually.answer;
import static dev.turnkeeper.state.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.state.MessageBus;
import dev.turnkeeper.state.TicketMap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One of three members dies without a word. */
final class MemberLossGridIT {

    private final List<LocalMember> members = new ArrayList<>();

    @AfterEach
    void end() {
        members.forEach(LocalMember::kill);
    }

    @Test
    void loss_keepsHeldBatches_countersGoOn_newMemberFindsAll_andWithoutMajorityNothingCounts() throws Exception {
        String name = "test-" + UUID.randomUUID();
        List<Integer> ports = LocalMember.freePorts(4);
        List<Integer> three = ports.subList(0, 3);
        members.addAll(LocalMember.grid(name, 3, three, config -> {}));
        LocalMember dying = members.get(0);
        LocalMember second = members.get(1);
        LocalMember third = members.get(2);
        String lost = dying.grid.self();
        Recorder recorder = new Recorder();
        second.bus().listen(recorder);
        until("everybody is heard", () -> recorder.joined.size() == 2);

        Map<UUID, byte[]> tickets = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            tickets.put(UUID.randomUUID(), ByteBuffer.allocate(20).putInt(i).array());
        }
        members.forEach(member -> member.ticketMaps().open("tickets:room:1", new Deaf()));
        dying.ticketMaps().open("tickets:room:1", new Deaf()).putAll(tickets);
        for (LocalMember member : members) {
            TicketMap map = member.ticketMaps().open("tickets:room:1", new Deaf());
            until("spread", () -> tickets.keySet().stream()
                    .allMatch(key -> map.get(key).isPresent()));
        }

        assertEquals(7, answer(dying.counters().addAndGet("issued:room:1", 7)));
        for (int i = 0; i < 100; i++) {
            answer(dying.ticketMaps().hold(new byte[] {(byte) i}));
        }
        CompletableFuture<Long> recovered = new CompletableFuture<>();
        long killed = System.nanoTime();
        dying.kill();
        Thread counting = new Thread(() -> {
            while (true) {
                try {
                    second.counters()
                            .addAndGet("issued:room:1", 1)
                            .toCompletableFuture()
                            .get(2, TimeUnit.SECONDS);
                    recovered.complete(System.nanoTime() - killed);
                    return;
                } catch (Exception unknown) {
                    // Not answered: may have been counted all the same.
                }
            }
        });
        counting.start();

        until("the loss is told", () -> recorder.left.contains(lost));
        for (LocalMember survivor : List.of(second, third)) {
            List<byte[]> held = answer(survivor.ticketMaps().heldFor(lost));
            assertEquals(100, held.size());
            for (int i = 0; i < 100; i++) {
                assertArrayEquals(new byte[] {(byte) i}, held.get(i));
            }
        }
        long nanos = answer(recovered);
        System.out.println("counters went on " + nanos / 1_000_000 + " ms after the loss");
        assertTrue(answer(third.counters().get("issued:room:1")) >= 8);
        answer(second.ticketMaps().hold(new byte[] {1}));

        LocalMember late = LocalMember.start(name, 3, ports.get(3), ports, config -> {});
        members.add(late);
        TicketMap map = late.ticketMaps().open("tickets:room:1", new Deaf());
        long opened = System.nanoTime();
        late.grid.loaded().toCompletableFuture().get(70, TimeUnit.SECONDS);
        System.out.println(
                "a new member's tickets were there after " + (System.nanoTime() - opened) / 1_000_000 + " ms");
        assertEquals(
                tickets.size(),
                tickets.keySet().stream()
                        .filter(key -> map.get(key).isPresent())
                        .count());

        third.kill();
        long begin = System.nanoTime();
        CompletableFuture<Long> unanswered =
                second.counters().addAndGet("issued:room:1", 1).toCompletableFuture();
        assertFalse(answer(second.grid.consensus().answers()), "one of three is no majority");
        assertTrue(System.nanoTime() - begin < 3_000_000_000L, "that is known soon");
        assertFalse(unanswered.isDone() && !unanswered.isCompletedExceptionally(), "nor does it count");
        answer(second.ticketMaps().hold(new byte[] {2}));

        late.grid.close();
        begin = System.nanoTime();
        CompletableFuture<List<byte[]>> unheld =
                second.ticketMaps().hold(new byte[] {3}).toCompletableFuture();
        assertThrows(ExecutionException.class, () -> answer(unheld), "the only other member does not listen");
        assertTrue(System.nanoTime() - begin < 3_000_000_000L, "that is known soon");
    }

    static final class Recorder implements MessageBus.Listener {

        final ConcurrentLinkedQueue<String> joined = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<String> left = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

        @Override
        public void received(String from, byte[] message) {
            received.add(from);
        }

        @Override
        public void joined(String member) {
            joined.add(member);
        }

        @Override
        public void left(String member) {
            left.add(member);
        }
    }

    static final class Deaf implements TicketMap.Listener {

        @Override
        public void put(UUID key, Optional<byte[]> before, byte[] now) {}

        @Override
        public void removed(UUID key, byte[] was) {}
    }
}
