package dev.turnkeeper.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What one reader is told, and when, in seconds by hand. */
class SubscriptionTest {

    private static final long SECOND = 1_000_000_000L;

    private final Reader reader = new Reader();
    private final Line line = new Line();
    private long now = -5 * SECOND;
    private Subscription subscription = subscription(null);

    @Test
    void waiter_isToldAtOnce_thenEveryTenSeconds() {
        line.rank = 500;
        first();
        assertEquals(List.of("room", "position"), events());
        assertEquals(List.of("position"), pass(10));
        assertEquals(List.of(), pass(9));
        assertEquals(List.of("position"), pass(1));
    }

    @Test
    void rank_isToldBeforeItsTime_whereItFellByOneInAHundred() {
        line.rank = 500;
        first();
        events();
        line.rank = 496;
        assertEquals(List.of(), pass(1));
        line.rank = 495;
        assertEquals(List.of("position"), pass(1));
        line.rank = 3;
        pass(1);
        line.rank = 2;
        assertEquals(List.of("position"), pass(1), "near the front each one counts");
    }

    @Test
    void whatFlows_isToldWithEachNewNumber_andNotTwice() {
        line.stage = Moment.Stage.FLOWING;
        line.rank = 1;
        first();
        events();
        assertEquals(List.of(), pass(1), "the same second");
        line.rank = 2;
        assertEquals(List.of("live"), pass(1));
        assertEquals(List.of(), pass(30).stream().filter("live"::equals).toList());
    }

    @Test
    void admission_isToldOnce() {
        line.rank = 5;
        first();
        events();
        line.stage = Moment.Stage.INSIDE;
        subscription.look(now);
        assertEquals(List.of("inside"), events());
        assertEquals(List.of("heartbeat"), pass(30));
        assertFalse(reader.isCompleted());
    }

    @Test
    void end_isTold_andEndsTheStream() {
        first();
        events();
        line.stage = Moment.Stage.OVER;
        subscription.look(now);
        assertEquals(List.of("over"), events());
        assertTrue(reader.isCompleted());
    }

    @Test
    void heartbeat_comesEveryThirtySeconds_andIsASignOfLifeOnceTheNextOneGoesOut() {
        line.stage = Moment.Stage.INSIDE;
        first();
        events();
        assertEquals(List.of(), pass(29));
        assertFalse(line.heard);
        assertEquals(List.of("heartbeat"), pass(1));
        pass(29);
        assertFalse(line.heard, "the system may have taken it for nobody");
        assertEquals(List.of("heartbeat"), pass(2));
        assertTrue(line.heard);
        line.heard = false;
        assertEquals(List.of(), pass(20));
        assertFalse(line.heard, "each counts once");
        reader.taking(false);
        pass(30);
        line.heard = false;
        pass(30);
        assertFalse(line.heard, "not taken");
    }

    @Test
    void news_areToldFirst_andWhereTheyChange() {
        first();
        assertEquals(List.of("room", "position"), events());
        line.news = "{\"state\":\"PAUSED\"}";
        subscription.look(now);
        assertEquals(List.of("room"), events());
        subscription.look(now);
        assertEquals(List.of(), events());
    }

    @Test
    void whoComesBack_isNotToldTheSameNewsAgain_butWhatChangedMeanwhile() {
        first();
        String lastId = lastId(reader.read());
        subscription = subscription(lastId);
        first();
        assertEquals(List.of("position"), events());
        line.news = "{\"state\":\"PAUSED\"}";
        subscription = subscription(lastId);
        first();
        assertEquals(List.of("room", "position"), events());
        subscription = subscription("made up");
        first();
        assertEquals(List.of("room", "position"), events());
    }

    @Test
    void ids_differ() {
        line.rank = 500;
        first();
        String one = lastId(reader.read());
        now += 10 * SECOND;
        subscription.look(now);
        assertFalse(one.equals(lastId(reader.read())));
    }

    private Subscription subscription(String lastId) {
        return new Subscription(line, new OpenStream(reader.context(), reader), now, now + 3_600 * SECOND, lastId);
    }

    private void first() {
        subscription.tell(line.look(false), now);
    }

    /** What is told within so many seconds, four looks in each. */
    private List<String> pass(int seconds) {
        for (int i = 0; i < 4 * seconds; i++) {
            now += SECOND / 4;
            subscription.look(now);
        }
        return events();
    }

    private List<String> events() {
        return reader.read()
                .lines()
                .filter(text -> text.startsWith("event: "))
                .map(text -> text.substring("event: ".length()))
                .toList();
    }

    private static String lastId(String told) {
        return told.lines()
                .filter(text -> text.startsWith("id: "))
                .reduce((before, id) -> id)
                .orElseThrow()
                .substring("id: ".length());
    }

    /** Somebody in a line. */
    private static final class Line implements Feed {

        private Moment.Stage stage = Moment.Stage.WAITING;
        private String news = "{\"state\":\"ACTIVE\"}";
        private long rank = 1;
        private boolean heard;

        @Override
        public Object holder() {
            return this;
        }

        @Override
        public Source source() {
            return () -> 0;
        }

        @Override
        public Moment look(boolean heardNow) {
            heard |= heardNow;
            return new Told(stage, rank, news);
        }
    }

    private record Told(Moment.Stage stage, long rank, String news) implements Moment {

        @Override
        public String text(String id) {
            return EventText.event(
                    switch (stage) {
                        case WAITING -> "position";
                        case FLOWING -> "live";
                        case INSIDE -> "inside";
                        case OVER -> "over";
                    },
                    id,
                    "{}");
        }
    }
}
