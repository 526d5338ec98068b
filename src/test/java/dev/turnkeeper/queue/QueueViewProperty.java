package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class QueueViewProperty {

    @Property(tries = 1_500)
    void view_agreesWithAList(@ForAll long seed) {
        Dice dice = new Dice(seed);
        NaiveQueue naive = NaiveQueue.any(dice);
        QueueView view = naive.view();

        assertEquals(naive.issued(), view.issued());
        assertEquals(naive.serving, view.serving());
        assertEquals(naive.waiting(), view.waiting(), "waiting");
        assertEquals(naive.inside(), view.inside(), "inside");
        assertEquals(naive.visitors.stream().filter(visitor -> visitor.gone).count(), view.gone(), "gone");
        assertEquals(naive.headroom(), view.headroom(), "headroom");
        assertEquals(naive.committed(), view.committed(), "committed");
        for (long n : new long[] {0, 1, 2, dice.between(0, 50), 500}) {
            assertEquals(naive.servingAfter(n), view.servingAfter(n), "servingAfter " + n);
            assertEquals(naive.admittedBetween(naive.serving + n), view.admittedBetween(naive.serving + n));
            assertEquals(0, view.admittedBetween(naive.serving - n));
        }
        for (NaiveQueue.Visitor visitor : naive.visitors) {
            assertEquals(naive.rank(visitor.position), view.rank(visitor.position), "rank " + visitor.position);
            assertEquals(naive.admits(visitor), view.admits(visitor.position));
            assertEquals(!visitor.gone, view.lives(visitor.position));
        }
    }

    @Property(tries = 300)
    void waiting_countsThoseThisViewDoesNotKnowOf(@ForAll long seed) {
        Dice dice = new Dice(seed);
        NaiveQueue naive = NaiveQueue.any(dice);
        QueueView before = naive.view();
        for (long more = dice.between(0, 40); more > 0; more--) {
            naive.arrive();
        }
        assertEquals(naive.waiting(), before.waiting(naive.issued()));
    }

    @Property(tries = 300)
    void livingIn_namesThemInOrder(@ForAll long seed) {
        Dice dice = new Dice(seed);
        NaiveQueue naive = NaiveQueue.any(dice);
        long after = dice.between(0, naive.issued());
        long upTo = dice.between(0, naive.issued());
        List<Long> expected = naive.visitors.stream()
                .filter(v -> !v.gone && v.position > after && v.position <= upTo)
                .map(v -> v.position)
                .toList();
        List<Long> found = new ArrayList<>();
        naive.view().livingIn(after, upTo).forEach(found::add);
        assertEquals(expected, found);
    }

    @Property(tries = 300)
    void rank_fallsByOneFromEachToTheNext(@ForAll long seed) {
        NaiveQueue naive = NaiveQueue.any(new Dice(seed));
        QueueView view = naive.view();
        long last = 0;
        for (NaiveQueue.Visitor visitor : naive.visitors) {
            if (naive.waits(visitor)) {
                assertEquals(last + 1, view.rank(visitor.position));
                last++;
            }
        }
        assertEquals(view.waiting(), last);
    }
}
