package dev.turnkeeper.grid;

import static dev.turnkeeper.state.Eventually.answer;
import static dev.turnkeeper.state.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.hazelcast.config.Config;
import dev.turnkeeper.state.TicketMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two grids of one name that did not know of each other find together: one member alone, and two. */
final class MergeGridIT {

    private static final Consumer<Config> SOON = config -> {
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "3");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "3");
    };

    private final List<LocalMember> members = new ArrayList<>();

    @AfterEach
    void end() {
        members.forEach(LocalMember::kill);
    }

    @Test
    void merge_renamesTheSmallerSide_andNothingStaysUntold() throws Exception {
        String name = "test-" + UUID.randomUUID();
        List<Integer> ports = LocalMember.freePorts(3);
        // Knows all three, but starts alone, long before the others, who know of each other only.
        LocalMember alone = LocalMember.start(name, 0, ports.get(0), ports, SOON);
        members.add(alone);
        members.addAll(LocalMember.grid(name, 0, ports.subList(1, 3), config -> {}));
        LocalMember big = members.get(1);
        LocalMember other = members.get(2);
        String before = alone.grid.self();
        MemberLossGridIT.Recorder atAlone = new MemberLossGridIT.Recorder();
        MemberLossGridIT.Recorder atBig = new MemberLossGridIT.Recorder();
        alone.bus().listen(atAlone);
        big.bus().listen(atBig);

        List<Told> told = members.stream().map(member -> new Told()).toList();
        List<TicketMap> tickets = new ArrayList<>();
        List<ConcurrentLinkedQueue<String>> heard = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tickets.add(members.get(i).ticketMaps().open("tickets:room:1", told.get(i)));
            ConcurrentLinkedQueue<String> values = new ConcurrentLinkedQueue<>();
            members.get(i).replicated("rooms").listen((key, value) -> values.add(key + Arrays.toString(value)));
            heard.add(values);
        }
        UUID both = UUID.randomUUID();
        UUID onlyAlone = UUID.randomUUID();
        UUID onlyBig = UUID.randomUUID();
        tickets.get(1).putAll(Map.of(both, new byte[] {1}, onlyBig, new byte[] {1}));
        big.replicated("rooms").put("b", new byte[] {1});
        tickets.get(0).putAll(Map.of(both, new byte[] {2}, onlyAlone, new byte[] {2}));
        alone.replicated("rooms").put("a", new byte[] {2});

        until("the merge", () -> alone.bus().present().size() == 3);
        until(
                "everybody is told as joined",
                () -> atAlone.joined.containsAll(List.of(big.grid.self(), other.grid.self())));
        assertNotEquals(before, alone.grid.self());
        until("the big side is told", () -> atBig.joined.contains(alone.grid.self()));

        alone.grid.loaded().toCompletableFuture().get(70, TimeUnit.SECONDS);
        until("the conflict is told", () -> told.get(0).lines.contains(both + " 2 1"));
        for (TicketMap map : tickets) {
            until("the smaller side's tickets", () -> holds(map, onlyAlone, 2));
            until("the bigger side's tickets", () -> holds(map, onlyBig, 1));
            until("one ticket where there were two", () -> holds(map, both, 1));
        }
        for (ConcurrentLinkedQueue<String> values : heard) {
            until("every value is heard everywhere", () -> values.containsAll(List.of("a[2]", "b[1]")));
        }

        // Letters find the member under its new name.
        big.bus().send(alone.grid.self(), new byte[] {1});
        until("a letter to the renamed", () -> atAlone.received.contains(big.grid.self()));
        alone.bus().broadcast(new byte[] {1});
        until("a letter of the renamed", () -> atBig.received.contains(alone.grid.self()));
        answer(alone.ticketMaps().hold(new byte[] {9}));
        until("the batch is with the others", () -> {
            try {
                return answer(other.ticketMaps().heldFor(alone.grid.self())).size() == 1;
            } catch (Exception failed) {
                return false;
            }
        });
    }

    private static boolean holds(TicketMap map, UUID key, int value) {
        return map.get(key)
                .filter(ticket -> Arrays.equals(ticket, new byte[] {(byte) value}))
                .isPresent();
    }

    private static final class Told implements TicketMap.Listener {

        final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void put(UUID key, Optional<byte[]> before, byte[] now) {
            lines.add(
                    key + " " + before.map(ticket -> String.valueOf(ticket[0])).orElse("-") + " " + now[0]);
        }

        @Override
        public void removed(UUID key, byte[] was) {
            lines.add(key + " removed " + was[0]);
        }
    }
}
