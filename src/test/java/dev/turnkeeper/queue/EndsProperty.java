package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class EndsProperty {

    private record Word(long tick, End end, long position) {}

    @Property(tries = 300)
    void wordsOfEnds_inAnyOrderAndDoubled_sayTheSame(@ForAll long seed) {
        Dice dice = new Dice(seed);
        List<Word> words = new ArrayList<>();
        Map<Long, End> strongest = new HashMap<>();
        for (long i = dice.between(0, 60); i > 0; i--) {
            Word word = new Word(dice.between(1, 50), End.values()[(int) dice.between(0, 3)], dice.between(1, 30));
            words.add(word);
            strongest.merge(word.position(), word.end(), (one, other) -> one.compareTo(other) < 0 ? one : other);
        }
        Ends one = of(words);
        words.addAll(words.subList(0, words.size() / 2));
        Collections.shuffle(words, new Random(seed));
        Ends other = of(words);
        Ends copied = new Ends();
        one.forEach(copied::mark);
        for (long position = 1; position <= 30; position++) {
            Optional<End> expected = Optional.ofNullable(strongest.get(position));
            assertEquals(expected, one.snapshot(50).of(position));
            assertEquals(expected, other.snapshot(50).of(position));
            assertEquals(expected, copied.snapshot(50).of(position));
        }
        Positions all = new Positions();
        strongest.keySet().forEach(all::add);
        assertEquals(all, one.snapshot(50).since(0));
        one.forget(10_000, 600);
        assertEquals(new Positions(), one.snapshot(10_000).since(0));
        strongest
                .keySet()
                .forEach(position ->
                        assertEquals(Optional.empty(), one.snapshot(50).of(position)));
    }

    private static Ends of(List<Word> words) {
        Ends ends = new Ends();
        words.forEach(word -> ends.mark(word.tick(), word.end(), Positions.of(word.position())));
        return ends;
    }
}
