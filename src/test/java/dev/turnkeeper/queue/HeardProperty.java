package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Against a map from each position to the newest slice it was heard in, and by whom. */
class HeardProperty {

    record Mark(String member, long tick, List<Long> positions) {}

    record Newest(long slice, Set<String> members) {}

    private static List<Mark> marks(Dice dice) {
        List<Mark> marks = new ArrayList<>();
        for (long n = dice.between(0, 40); n > 0; n--) {
            List<Long> positions = new ArrayList<>();
            for (long k = dice.between(1, 8); k > 0; k--) {
                positions.add(dice.between(1, 15));
            }
            marks.add(new Mark("member" + dice.between(1, 3), 997 + dice.between(0, 60), positions));
        }
        return marks;
    }

    private static Map<Long, Newest> naively(List<Mark> marks) {
        Map<Long, Newest> heard = new HashMap<>();
        for (Mark mark : marks) {
            for (long position : mark.positions()) {
                long slice = mark.tick() / Slices.TICKS;
                Newest known = heard.get(position);
                if (known == null || known.slice() < slice) {
                    heard.put(position, new Newest(slice, new HashSet<>(Set.of(mark.member()))));
                } else if (known.slice() == slice) {
                    known.members().add(mark.member());
                }
            }
        }
        return heard;
    }

    private static void mark(Heard heard, Mark mark) {
        Positions positions = new Positions();
        mark.positions().forEach(positions::add);
        heard.mark(mark.member(), mark.tick(), positions);
    }

    private static Map<Long, Newest> told(Heard heard) {
        Map<Long, Newest> told = new HashMap<>();
        heard.forEach((member, tick, positions) -> positions.forEach(position -> {
            long slice = tick / Slices.TICKS;
            Newest newest = told.computeIfAbsent(position, none -> new Newest(slice, new HashSet<>()));
            assertEquals(newest.slice(), slice, () -> position + " is kept in two slices");
            newest.members().add(member);
        }));
        return told;
    }

    @Property(tries = 600)
    void marks_comeToTheSameInAnyOrderAndTwice(@ForAll long seed) {
        Dice dice = new Dice(seed);
        List<Mark> marks = marks(dice);
        Map<Long, Newest> expected = naively(marks);
        List<Mark> arriving = new ArrayList<>(marks);
        arriving.addAll(marks.subList(0, marks.size() / 2));
        Collections.shuffle(arriving, new Random(seed));
        Heard heard = new Heard();
        arriving.forEach(mark -> mark(heard, mark));
        assertEquals(expected, told(heard));

        Positions ever = new Positions();
        expected.keySet().forEach(ever::add);
        assertEquals(ever, heard.ever());
    }

    @Property(tries = 300)
    void parts_makeTheSameOnAnotherNode(@ForAll long seed) {
        Dice dice = new Dice(seed);
        List<Mark> marks = marks(dice);
        Heard here = new Heard();
        marks.forEach(mark -> mark(here, mark));
        Heard there = new Heard();
        marks.subList(0, marks.size() / 3).forEach(mark -> mark(there, mark));
        here.forEach((member, tick, positions) -> there.mark(member, tick, positions));
        assertEquals(told(here), told(there));
    }

    @Property(tries = 600)
    void lost_makesOverExactlyThoseLastHeardThere(@ForAll long seed) {
        Dice dice = new Dice(seed);
        List<Mark> marks = marks(dice);
        Heard heard = new Heard();
        marks.forEach(mark -> mark(heard, mark));
        heard.lost("member2", 1_063);
        Map<Long, Newest> expected = naively(marks);
        expected.replaceAll((position, newest) ->
                newest.members().contains("member2") ? new Newest(1_063 / Slices.TICKS, Set.of("")) : newest);
        assertEquals(expected, told(heard));
    }

    @Property(tries = 300)
    void forget_dropsThoseAndNoOthers(@ForAll long seed) {
        Dice dice = new Dice(seed);
        List<Mark> marks = marks(dice);
        Heard heard = new Heard();
        marks.forEach(mark -> mark(heard, mark));
        long upTo = dice.between(0, 15);
        heard.forget(Positions.range(1, upTo));
        Map<Long, Newest> expected = naively(marks);
        expected.keySet().removeIf(position -> position <= upTo);
        assertEquals(expected, told(heard));
    }

    @Property(tries = 200)
    void mark_leavesTheSetItIsGivenAlone(@ForAll long seed) {
        Dice dice = new Dice(seed);
        Heard heard = new Heard();
        Positions given = Positions.range(1, 10);
        heard.mark("a", 1_000, given);
        for (Mark mark : marks(dice)) {
            mark(heard, mark);
        }
        heard.forget(Positions.range(1, 9));
        assertEquals(Positions.range(1, 10), given);
    }
}
