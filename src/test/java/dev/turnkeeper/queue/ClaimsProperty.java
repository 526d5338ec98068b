package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Against a map from each position to the first slice it was claimed in. */
class ClaimsProperty {

    record Mark(long tick, long first, long last) {}

    private static List<Mark> marks(Dice dice) {
        List<Mark> marks = new ArrayList<>();
        for (long n = dice.between(0, 40); n > 0; n--) {
            long first = dice.between(1, 30);
            marks.add(new Mark(997 + dice.between(0, 60), first, first + dice.between(0, 6)));
        }
        return marks;
    }

    private static Map<Long, Long> naively(List<Mark> marks) {
        Map<Long, Long> claimed = new HashMap<>();
        for (Mark mark : marks) {
            for (long position = mark.first(); position <= mark.last(); position++) {
                claimed.merge(position, mark.tick() / Slices.TICKS, Math::min);
            }
        }
        return claimed;
    }

    private static void mark(Claims claims, Mark mark) {
        claims.mark(mark.tick(), Positions.range(mark.first(), mark.last()));
    }

    private static Map<Long, Long> told(Claims claims) {
        Map<Long, Long> told = new HashMap<>();
        claims.forEach((positions, tick) -> positions.forEach(
                position -> assertNull(told.put(position, tick / Slices.TICKS), () -> position + " is kept twice")));
        return told;
    }

    @Property(tries = 600)
    void marks_comeToTheSameInAnyOrderAndTwice(@ForAll long seed) {
        Dice dice = new Dice(seed);
        List<Mark> marks = marks(dice);
        List<Mark> arriving = new ArrayList<>(marks);
        arriving.addAll(marks.subList(0, marks.size() / 2));
        Collections.shuffle(arriving, new Random(seed));
        Claims claims = new Claims();
        arriving.forEach(mark -> mark(claims, mark));
        Map<Long, Long> expected = naively(marks);
        assertEquals(expected, told(claims));

        Positions all = new Positions();
        expected.keySet().forEach(all::add);
        assertEquals(all, claims.ever());

        long slice = 997 / Slices.TICKS + dice.between(0, 13);
        Positions early = new Positions();
        expected.forEach((position, claimed) -> {
            if (claimed <= slice) {
                early.add(position);
            }
        });
        assertEquals(early, claims.where(claimed -> claimed <= slice));
    }

    @Property(tries = 300)
    void forget_dropsThoseAndNoOthers(@ForAll long seed) {
        Dice dice = new Dice(seed);
        List<Mark> marks = marks(dice);
        Claims claims = new Claims();
        marks.forEach(mark -> mark(claims, mark));
        long upTo = dice.between(0, 36);
        claims.forget(Positions.range(1, upTo));
        Map<Long, Long> expected = naively(marks);
        expected.keySet().removeIf(position -> position <= upTo);
        assertEquals(expected, told(claims));
    }

    @Property(tries = 300)
    void parts_makeTheSameOnAnotherNode(@ForAll long seed) {
        Dice dice = new Dice(seed);
        List<Mark> marks = marks(dice);
        Claims here = new Claims();
        marks.forEach(mark -> mark(here, mark));
        Claims there = new Claims();
        marks.subList(0, marks.size() / 3).forEach(mark -> mark(there, mark));
        here.forEach((positions, tick) -> there.mark(tick, positions));
        assertEquals(told(here), told(there));
    }
}
