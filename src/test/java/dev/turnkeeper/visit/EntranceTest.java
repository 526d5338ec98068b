package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Two nodes, one visitor. */
class EntranceTest {

    private static final UUID VISITOR = new UUID(1, 2);

    private final InMemoryGrid grid = new InMemoryGrid();
    private final InMemoryState here = grid.member();
    private final InMemoryState there = grid.member();

    @Test
    void placeThatTheMapShowsByNow_isToldAgain() {
        Entrance one = entrance(here, here.ticketMaps());
        Entrance other = entrance(there, there.ticketMaps());
        Place first = give(one);
        assertEquals(first, give(other));
        assertEquals(Optional.of(first), one.place(VISITOR));
        assertEquals(Optional.of(first), other.place(VISITOR));
        assertEquals(Positions.of(2), Inside.gone(other.ledger()));
        assertFalse(goneAt(one, first));
    }

    @Test
    void twoPlacesGivenAtOnce_theEarlierStands_alsoWhereTheMapHasTheLaterOne() {
        Entrance one = entrance(here, here.ticketMaps());
        here.counters().addAndGet("issued:shop:1", 4);
        Place given = give(one);
        Place later = new Place(9, 8, 0);
        writeElsewhere(later);
        assertEquals(Optional.of(given), one.place(VISITOR));
        assertTrue(goneAt(one, later));
        assertFalse(goneAt(one, given));

        Place earlier = new Place(3, 2, 0);
        writeElsewhere(earlier);
        assertEquals(Optional.of(earlier), one.place(VISITOR));
        assertTrue(goneAt(one, given));
        assertFalse(goneAt(one, earlier));
    }

    @Test
    void twoPlacesGivenAtOnce_whileTheMapsTellNothing_areFoundBySweeping() {
        Entrance one = entrance(here, new Deaf(here.ticketMaps()));
        here.counters().addAndGet("issued:shop:1", 4);
        Place given = give(one);
        Place earlier = new Place(3, 2, 0);
        writeElsewhere(earlier);
        assertFalse(goneAt(one, given));
        one.sweep(10);
        assertEquals(Optional.of(earlier), one.place(VISITOR));
        assertTrue(goneAt(one, given));
        assertFalse(goneAt(one, earlier));
    }

    @Test
    void placeGivenHere_staysThoughTheMapHasOneThatIsGone() {
        Entrance one = entrance(here, here.ticketMaps());
        here.counters().addAndGet("issued:shop:1", 4);
        Place given = give(one);
        one.ledger().goneNow(Positions.of(3));
        Inside.publish(one.ledger());
        writeElsewhere(new Place(3, 2, 0));
        assertEquals(Optional.of(given), one.place(VISITOR));
        assertFalse(goneAt(one, given));
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
    void placesToldElsewhere_ofTwoTheEarlierIsKept_whicheverIsHeardLast() {
        Entrance one = entrance(here, here.ticketMaps());
        Place told = new Place(7, 3, 0);
        assertEquals(Map.of(), one.toldElsewhere(Map.of(VISITOR, told)));
        assertEquals(
                Map.of(VISITOR, told), one.toldElsewhere(Map.of(VISITOR, new Place(9, 4, 0))), "who gave it is told");
        assertEquals(Optional.of(told), one.place(VISITOR));
        assertEquals(Map.of(), one.toldElsewhere(Map.of(VISITOR, new Place(5, 2, 0))));
        assertEquals(5, one.place(VISITOR).orElseThrow().position());
        assertEquals(Map.of(), one.toldElsewhere(Map.of(VISITOR, new Place(20, 4, 5))), "it went to the back");
        assertEquals(20, one.place(VISITOR).orElseThrow().position());
    }

    @Test
    void placeToldElsewhere_whereTheOneKnownIsGone_isTheOneToGoBy() {
        Entrance one = entrance(here, here.ticketMaps());
        one.toldElsewhere(Map.of(VISITOR, new Place(7, 3, 0)));
        one.ledger().issuedUpTo(7);
        one.ledger().goneNow(Positions.of(7));
        Inside.publish(one.ledger());
        Place later = new Place(9, 4, 0);
        assertEquals(Map.of(), one.toldElsewhere(Map.of(VISITOR, later)));
        assertEquals(Optional.of(later), one.place(VISITOR));
    }

    /** This node was cut off from the one that told the place, and not from the one that holds it. */
    @Test
    void placeThatOnlyTheHolderKnows_isToldAgain_andTheNewOneIsGone() {
        Place told = new Place(1, 3, 0);
        here.counters().addAndGet("issued:shop:1", 1);
        there.ticketMaps().onHeld(batch -> {
            HeldBatch given = HeldBatch.of(batch);
            assertEquals(2, given.tickets().get(VISITOR).position());
            return new HeldBatch(given.ledger(), Map.of(VISITOR, told)).toBytes();
        });
        Entrance one = entrance(here, new Deaf(here.ticketMaps()));
        assertEquals(told, give(one));
        assertEquals(Optional.of(told), one.place(VISITOR));
        assertEquals(Positions.of(2), Inside.gone(one.ledger()));
        assertTrue(here.ticketMaps()
                .open("tickets:shop:1", new Deaf.Listener())
                .get(VISITOR)
                .isEmpty());
    }

    @Test
    void placeThatTheHolderKnows_andThatIsGoneHere_isNotTold() {
        here.counters().addAndGet("issued:shop:1", 1);
        there.ticketMaps()
                .onHeld(batch ->
                        new HeldBatch(HeldBatch.of(batch).ledger(), Map.of(VISITOR, new Place(1, 3, 0))).toBytes());
        Entrance one = entrance(here, here.ticketMaps());
        one.ledger().goneNow(Positions.of(1));
        Inside.publish(one.ledger());
        assertEquals(2, give(one).position());
        assertEquals(2, one.place(VISITOR).orElseThrow().position());
        assertEquals(Positions.of(1), Inside.gone(one.ledger()));
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

        writeElsewhere(new Place(7, 3, 0));
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

    private void writeElsewhere(Place place) {
        there.ticketMaps().open("tickets:shop:1", new Deaf.Listener()).putAll(Map.of(VISITOR, place.toBytes()));
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
        public CompletionStage<List<byte[]>> hold(byte[] batch) {
            return maps.hold(batch);
        }

        @Override
        public void onHeld(UnaryOperator<byte[]> listener) {
            maps.onHeld(listener);
        }

        @Override
        public CompletionStage<List<byte[]>> heldFor(String member) {
            return maps.heldFor(member);
        }
    }
}
