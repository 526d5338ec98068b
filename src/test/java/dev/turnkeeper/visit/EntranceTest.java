package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.InMemoryGrid.InMemoryState;
import dev.turnkeeper.state.TicketMap;
import dev.turnkeeper.state.TicketMaps;
import dev.turnkeeper.tick.Inside;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.ticket.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two nodes, one visitor. */
class EntranceTest {

    private static final UUID VISITOR = new UUID(1, 2);

    private final InMemoryGrid grid = new InMemoryGrid();
    private final InMemoryState here = grid.member();
    private final InMemoryState there = grid.member();

    @Test
    void twoPlacesGivenAtOnce_theEarlierStandsOnBothNodes() {
        Entrance one = entrance(here, here.ticketMaps());
        Entrance other = entrance(there, there.ticketMaps());
        Place first = give(one);
        Place second = give(other);
        assertNotEquals(first.position(), second.position());
        assertEquals(Optional.of(first), one.place(VISITOR));
        assertEquals(Optional.of(first), other.place(VISITOR));
        assertTrue(goneAt(one, second));
        assertTrue(goneAt(other, second));
    }

    @Test
    void twoPlacesGivenAtOnce_whileTheMapsTellNothing_areFoundBySweeping() {
        Entrance one = entrance(here, new Deaf(here.ticketMaps()));
        Entrance other = entrance(there, new Deaf(there.ticketMaps()));
        Place first = give(one);
        Place second = give(other);
        one.sweep(10);
        other.sweep(10);
        assertEquals(Optional.of(first), one.place(VISITOR));
        assertEquals(Optional.of(first), other.place(VISITOR));
        assertTrue(goneAt(one, second) || goneAt(other, second));
        assertFalse(goneAt(one, first));
    }

    @Test
    void placeToldElsewhere_isKnownHere_beforeTheMapShowsIt() {
        Entrance one = entrance(here, here.ticketMaps());
        Place told = new Place(7, 3, 0);
        one.toldElsewhere(Map.of(VISITOR, told));
        assertEquals(Optional.of(told), one.place(VISITOR));
        one.sweep(10);
        assertEquals(Optional.of(told), one.place(VISITOR), "nothing of it was seen yet");
    }

    @Test
    void placeToldElsewhere_thatIsGone_isForgotten() {
        Entrance one = entrance(here, here.ticketMaps());
        Place told = new Place(7, 3, 0);
        one.ledger().issuedUpTo(7);
        one.ledger().goneNow(Positions.of(7));
        one.toldElsewhere(Map.of(VISITOR, told));
        Inside.publish(one.ledger());
        one.sweep(10);
        assertTrue(one.place(VISITOR).isEmpty());
    }

    @Test
    void placesGivenHereAndToldElsewhere_theEarlierStands() {
        Entrance one = entrance(here, here.ticketMaps());
        Place given = give(one);
        Place told = new Place(given.position() + 5, 3, 0);
        one.toldElsewhere(Map.of(VISITOR, told));
        assertEquals(Optional.of(given), one.place(VISITOR));
        assertTrue(goneAt(one, told));
    }

    @Test
    void ticketsOfPlacesThatAreGone_areDropped_alsoThoseThatComeIntoTheMapLater() {
        Entrance one = entrance(here, here.ticketMaps());
        Place given = give(one);
        assertEquals(0, one.sweep(10));
        one.ledger().goneNow(Positions.of(given.position(), 7));
        Inside.publish(one.ledger());
        assertEquals(1, one.sweep(10));
        assertEquals(Optional.empty(), one.place(VISITOR));

        Place late = new Place(7, 3, 0);
        there.ticketMaps().open("tickets:shop:1", new Deaf.Listener()).putAll(Map.of(VISITOR, late.toBytes()));
        int dropped = 0;
        for (int sweep = 0; sweep < 12; sweep++) {
            dropped += one.sweep(10);
        }
        assertEquals(1, dropped);
    }

    /** By the entrance's own way in, so that nobody looks first whether there is a place already. */
    private static Place give(Entrance entrance) {
        return entrance.enter(VISITOR, 0).place().join();
    }

    private static boolean goneAt(Entrance entrance, Place place) {
        return Inside.gone(entrance.ledger()).contains(place.position());
    }

    private static Entrance entrance(InMemoryState member, TicketMaps maps) {
        return new Entrance(
                new Ledgers().of(new LedgerName("shop", 1)),
                maps,
                member.counters(),
                Runnable::run,
                (work, nanos) -> work.run(),
                () -> true,
                Guard.NONE,
                () -> 0,
                VisitEvents.NONE);
    }

    /** Ticket maps that tell nobody of what is put. */
    private record Deaf(TicketMaps maps) implements TicketMaps {

        @Override
        public TicketMap open(String name, TicketMap.Listener listener) {
            return maps.open(name, new Listener());
        }

        private static final class Listener implements TicketMap.Listener {

            @Override
            public void put(UUID key, Optional<byte[]> before, byte[] now) {}

            @Override
            public void removed(UUID key, byte[] was) {}
        }

        @Override
        public void drop(String name) {
            maps.drop(name);
        }

        @Override
        public CompletionStage<Void> hold(byte[] batch) {
            return maps.hold(batch);
        }

        @Override
        public void onHeld(Consumer<byte[]> listener) {
            maps.onHeld(listener);
        }

        @Override
        public CompletionStage<List<byte[]>> heldFor(String member) {
            return maps.heldFor(member);
        }
    }
}
