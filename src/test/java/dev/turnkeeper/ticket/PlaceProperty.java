package dev.turnkeeper.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlaceProperty {

    @Property
    void bytes_bringBackThePlace(@ForAll("places") Place place) {
        assertEquals(place, Place.of(place.toBytes()));
    }

    @Property
    void bytes_cutShort_areRefused(@ForAll("places") Place place, @ForAll int cut) {
        byte[] bytes = place.toBytes();
        byte[] shorter = Arrays.copyOf(bytes, Math.floorMod(cut, bytes.length));
        assertThrows(IllegalArgumentException.class, () -> Place.of(shorter));
    }

    @Example
    void bytes_ofAnotherVersion_areRefused() {
        byte[] bytes = new Place(7, 3, 0).toBytes();
        bytes[0] = 9;
        assertThrows(IllegalArgumentException.class, () -> Place.of(bytes));
    }

    @Example
    void bytes_ofANumberWithoutEnd_areRefused() {
        byte[] endless = new byte[40];
        Arrays.fill(endless, (byte) 0xFF);
        endless[0] = 1;
        assertThrows(IllegalArgumentException.class, () -> Place.of(endless));
    }

    @Property
    void ofTwoPlaces_exactlyOneYields(@ForAll("places") Place one, @ForAll("places") Place other) {
        if (one.position() != other.position()) {
            assertNotEquals(one.yieldsTo(other), other.yieldsTo(one));
        }
    }

    @Example
    void earlierPlace_stands() {
        assertTrue(new Place(9, 1, 0).yieldsTo(new Place(8, 1, 0)));
        assertFalse(new Place(8, 1, 0).yieldsTo(new Place(9, 1, 0)));
    }

    @Example
    void placeThatReplacesAnEarlierOne_stands() {
        assertTrue(new Place(8, 1, 0).yieldsTo(new Place(50, 20, 8)));
        assertFalse(new Place(50, 20, 8).yieldsTo(new Place(8, 1, 0)));
    }

    @Provide
    Arbitrary<Place> places() {
        Arbitrary<Long> positions = Arbitraries.longs().between(1, 0xFFFF_FFFEL);
        Arbitrary<Long> ranks = Arbitraries.longs().between(0, 0xFFFF_FFFEL);
        return Combinators.combine(positions, ranks, ranks)
                .as((position, rank, replaced) -> new Place(position, rank, Math.min(replaced, position - 1)));
    }
}
