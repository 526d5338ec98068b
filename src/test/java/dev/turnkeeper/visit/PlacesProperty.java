package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.QueueView;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.visit.WebVisit.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happened in a room, each place is told what the algebra says of it, and nothing else. */
class PlacesProperty {

    @Property(tries = 60)
    void visit_agreesWithTheQueue(@ForAll long seed) {
        Random random = new Random(seed);
        OneNode node = new OneNode(1, Policy.ofLimit(1 + random.nextInt(20)), VisitEvents.NONE);
        Map<Long, State> ended = new HashMap<>();
        int newcomers = random.nextInt(60);
        for (int i = 0; i < newcomers; i++) {
            node.visits.web().entering(node.room(), Coming.USUAL);
            node.run();
            if (random.nextInt(4) == 0) {
                node.ticks(1);
            }
            long anybody = 1 + random.nextInt(i + 1);
            switch (random.nextInt(8)) {
                case 0 -> end(node, ended, anybody, State.COMPLETED);
                case 1 -> end(node, ended, anybody, State.CANCELLED);
                case 2 -> end(node, ended, anybody, State.REVOKED);
                case 3 -> node.ledger().letInOutOfTurn(Positions.of(anybody));
                default -> {}
            }
        }
        agrees(node, ended, newcomers);
        node.ticks(1);
        agrees(node, ended, newcomers);
    }

    private static void end(OneNode node, Map<Long, State> ended, long position, State as) {
        State now = node.visits.web().end(node.room(), 1, position, as).state();
        assertEquals(ended.computeIfAbsent(position, first -> as), now, "an ended place stays as it ended");
    }

    private static void agrees(OneNode node, Map<Long, State> ended, int newcomers) {
        QueueView view = node.ledger().view();
        for (long position = 1; position <= newcomers; position++) {
            WebVisit visit = node.visits.web().visit(node.room(), 1, position, Sign.NONE);
            State end = ended.get(position);
            assertEquals(position, visit.position());
            assertEquals(1, visit.generation());
            if (end != null) {
                assertEquals(end, visit.state());
                assertEquals(
                        end.name(), node.ledger().endOf(position).map(End::name).orElse("none"));
                assertEquals(0, visit.rank());
                continue;
            }
            long rank = view.rank(position);
            assertEquals(view.admits(position) ? State.ADMITTED : State.WAITING, visit.state());
            assertEquals(rank, visit.rank());
            assertEquals(Math.max(0, rank - 1), visit.ahead());
            long waiting = Math.max(node.ledger().waiting(), rank);
            assertEquals(waiting, visit.waiting());
            assertEquals(rank == 0 ? 0 : waiting - rank, visit.behind());
            assertEquals(node.room().limit(), visit.limit());
        }
    }
}
