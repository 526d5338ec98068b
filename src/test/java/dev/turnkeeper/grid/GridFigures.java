package dev.turnkeeper.grid;

import static dev.turnkeeper.state.Eventually.answer;

import dev.turnkeeper.state.TicketMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Figures of three members in one JVM, by hand: java -cp (test class path) dev.turnkeeper.grid.GridFigures. */
final class GridFigures {

    private GridFigures() {}

    public static void main(String[] args) throws Exception {
        List<LocalMember> members =
                LocalMember.grid("figures-" + UUID.randomUUID(), 3, LocalMember.freePorts(3), config -> {});
        LocalMember one = members.get(0);
        answer(one.counters().get("warm"));
        for (int round = 0; round < 2; round++) {
            List<Long> took = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                long begin = System.nanoTime();
                answer(one.counters().addAndGet("counter", 1));
                took.add(System.nanoTime() - begin);
            }
            tell("addAndGet", took, 1);
            tell(
                    "addAndGet, 64 under way",
                    piped(64, 50_000, () -> one.counters()
                            .addAndGet("counter", 1)
                            .toCompletableFuture()),
                    1);
            took.clear();
            for (int i = 0; i < 5_000; i++) {
                long begin = System.nanoTime();
                answer(one.ticketMaps().hold(new byte[60]));
                took.add(System.nanoTime() - begin);
            }
            tell("hold of 60 bytes", took, 1);
            tell(
                    "hold of 60 bytes, 16 under way",
                    piped(16, 30_000, () -> one.ticketMaps().hold(new byte[60]).toCompletableFuture()),
                    1);
            took.clear();
            for (int i = 0; i < 300; i++) {
                long begin = System.nanoTime();
                answer(one.ticketMaps().hold(new byte[40_000]));
                took.add(System.nanoTime() - begin);
            }
            tell("hold of 40,000 bytes", took, 1);
            for (int size : new int[] {1, 10, 100, 1_000}) {
                var map = one.hz.<UUID, byte[]>getReplicatedMap("ticket-map:figures" + round + size);
                Thread.sleep(500);
                took.clear();
                for (int i = 0; i < 20_000 / size / 2 + 50; i++) {
                    Map<UUID, byte[]> batch = batch(size);
                    long begin = System.nanoTime();
                    map.putAll(batch);
                    took.add(System.nanoTime() - begin);
                }
                tell("ReplicatedMap.putAll of " + size + ", blocking", took, size);
            }
            TicketMap tickets = one.ticketMaps().open("figures:" + round, new MemberLossGridIT.Deaf());
            answer(one.grid.loaded());
            took.clear();
            for (int i = 0; i < 200; i++) {
                Map<UUID, byte[]> batch = batch(1_000);
                long begin = System.nanoTime();
                tickets.putAll(batch);
                took.add(System.nanoTime() - begin);
            }
            tell("our putAll of 1000, as the caller sees it", took, 1_000);
        }
        memory(members);
        members.forEach(LocalMember::kill);
        System.exit(0);
    }

    private static void memory(List<LocalMember> members) throws Exception {
        TicketMap tickets = members.get(0).ticketMaps().open("memory", new MemberLossGridIT.Deaf());
        answer(members.get(0).grid.loaded());
        Thread.sleep(15_000);
        long before = used();
        int count = 300_000;
        long begin = System.nanoTime();
        for (int i = 0; i < count; i += 1_000) {
            tickets.putAll(batch(1_000));
        }
        for (LocalMember member : members) {
            TicketMap theirs = member.ticketMaps().open("memory", new MemberLossGridIT.Deaf());
            int[] seen = {0};
            do {
                Thread.sleep(50);
                seen[0] = 0;
                theirs.forEach((key, ticket) -> seen[0]++);
            } while (seen[0] < count);
        }
        long spread = System.nanoTime() - begin;
        Thread.sleep(15_000);
        begin = System.nanoTime();
        tickets.forEach((key, ticket) -> {});
        long walk = System.nanoTime() - begin;
        System.out.printf(
                "memory: %d bytes a ticket and member; %d tickets spread in %d ms; walked in %d ms%n",
                (used() - before) / count / members.size(), count, spread / 1_000_000, walk / 1_000_000);
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(300);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static Map<UUID, byte[]> batch(int size) {
        Map<UUID, byte[]> batch = new HashMap<>();
        for (int i = 0; i < size; i++) {
            batch.put(UUID.randomUUID(), new byte[24]);
        }
        return batch;
    }

    private static List<Long> piped(int width, int calls, java.util.function.Supplier<CompletableFuture<?>> call)
            throws Exception {
        Semaphore room = new Semaphore(width);
        long begin = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            room.acquire();
            var ignored = call.get().whenComplete((done, failed) -> room.release());
        }
        room.acquire(width);
        return List.of((System.nanoTime() - begin) / calls);
    }

    private static void tell(String what, List<Long> nanos, int each) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        long mean = Arrays.stream(sorted).sum() / sorted.length;
        System.out.printf(
                "%-45s %,9d a second  p50 %.3f ms  p99 %.3f ms%n",
                what,
                1_000_000_000L * each / Math.max(1, mean),
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6);
    }
}
