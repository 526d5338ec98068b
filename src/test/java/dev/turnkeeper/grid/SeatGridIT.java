package dev.turnkeeper.grid;

import static dev.turnkeeper.state.Eventually.answer;
import static dev.turnkeeper.state.Eventually.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Four members, three seats in the core. */
final class SeatGridIT {

    /** Two minutes in the product; here no less than Hazelcast allows. */
    private static final Consumer<Config> SOONER =
            config -> config.getCPSubsystemConfig().setMissingCPMemberAutoRemovalSeconds(10);

    private final List<LocalMember> members = new ArrayList<>();

    @AfterEach
    void end() {
        members.forEach(LocalMember::kill);
    }

    @Test
    void seats_areGivenUpAskedForTakenOverAndLost() throws Exception {
        String name = "test-" + UUID.randomUUID();
        List<Integer> ports = LocalMember.freePorts(4);
        members.addAll(LocalMember.grid(name, 3, ports, SOONER));
        List<LocalMember> core = new ArrayList<>();
        LocalMember[] spare = new LocalMember[1];
        until("three of four have a seat", () -> {
            look();
            core.clear();
            members.forEach(member -> {
                if (seat(member) == Seat.CORE) {
                    core.add(member);
                } else {
                    spare[0] = member;
                }
            });
            return core.size() == 3;
        });
        answer(spare[0].grid.consensus().join());
        awaitSeat(spare[0], Seat.SPARE);
        assertEquals(3, spare[0].grid.consensus().size());
        String dead = spare[0].grid.consensus().identity().orElseThrow();

        int port = spare[0].hz.getCluster().getLocalMember().getAddress().getPort();
        spare[0].kill();
        members.remove(spare[0]);
        LocalMember again = LocalMember.start(name, 3, port, ports, SOONER);
        members.add(again);
        ConsensusGroup group = again.grid.consensus();
        until("the seat from before is known", () -> {
            look();
            return group.predecessors().equals(List.of(dead));
        });
        assertEquals(Seat.NONE, group.seat());
        answer(group.remove(dead));
        answer(group.join());
        awaitSeat(again, Seat.SPARE);
        assertEquals(List.of(), group.predecessors());

        core.get(0).kill();
        members.remove(core.get(0));
        awaitSeat(again, Seat.CORE);
        assertTrue(group.isFull());

        LocalMember removed = core.get(1);
        answer(group.remove(removed.grid.consensus().identity().orElseThrow()));
        awaitSeat(removed, Seat.REMOVED);
        long before = answer(again.counters().addAndGet("count", 1));
        assertEquals(before + 1, answer(removed.counters().addAndGet("count", 1)), "it serves on");
        answer(removed.grid.consensus().join());
        look();
        assertEquals(Seat.REMOVED, seat(removed), "only a new process can have another seat");
    }

    /** As whoever restarts node after node does: the next one as soon as the one before is settled. */
    @Test
    void membersKilledAndReplaced_eachAsSoonAsTheLastOneIsSettled_neverLoseTheMajority() throws Exception {
        String name = "test-" + UUID.randomUUID();
        List<Integer> ports = LocalMember.freePorts(3);
        members.addAll(LocalMember.grid(name, 3, ports, SOONER));
        awaitSettled();
        for (int killed = 0; killed < 4; killed++) {
            LocalMember dying = members.remove(0);
            int port = dying.hz.getCluster().getLocalMember().getAddress().getPort();
            String dead = dying.grid.consensus().identity().orElseThrow();
            dying.kill();
            until("the counters answer after kill " + killed, () -> members.get(1)
                    .counters()
                    .addAndGet("count", 1)
                    .handle((value, failed) -> failed == null)
                    .toCompletableFuture()
                    .join());
            LocalMember again = LocalMember.start(name, 3, port, ports, SOONER);
            members.add(again);
            ConsensusGroup group = again.grid.consensus();
            until("its seat from before is given up", () -> isAnswered(group.remove(dead)));
            until("it is asked for a seat", () -> isAnswered(group.join()));
            awaitSettled();
        }
    }

    private static boolean isAnswered(CompletionStage<Void> question) {
        return question.handle((done, failed) -> failed == null)
                .toCompletableFuture()
                .join();
    }

    private void awaitSettled() throws InterruptedException {
        until("the newest has arrived", () -> {
            ConsensusGroup group = members.get(members.size() - 1).grid.consensus();
            group.look().toCompletableFuture().join();
            return group.seat() == Seat.CORE && group.isSettled();
        });
    }

    private void look() {
        members.forEach(
                member -> member.grid.consensus().look().toCompletableFuture().join());
    }

    private static Seat seat(LocalMember member) {
        return member.grid.consensus().seat();
    }

    /** Longer than it takes until a missing member is removed. */
    private void awaitSeat(LocalMember member, Seat seat) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            try {
                until("its seat is " + seat, () -> {
                    look();
                    return seat(member) == seat;
                });
                return;
            } catch (AssertionError later) {
                if (i == 1) {
                    throw later;
                }
            }
        }
    }
}
