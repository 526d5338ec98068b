package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoneTableTest {

    private static final long SERVING = 123_456;
    private static final int MOST_BYTES = 1_650; // of the view's 2,048

    @ParameterizedTest
    @CsvSource({"1000000, 3", "1000000, 2", "100000, 3", "1000000, 1000", "10000000, 3", "500, 3", "5, 2", "1, 1"})
    void rank_isExactInFrontAndNearFurtherBack_someGoneAtRandom(long waiting, int oneIn) {
        Random dice = new Random(waiting + oneIn);
        holds(view(waiting, position -> dice.nextInt(oneIn) == 0));
    }

    @Test
    void rank_holdsOverRunsOfAnyLength() {
        for (int seed = 0; seed < 40; seed++) {
            Random dice = new Random(seed);
            long[] run = {0};
            boolean[] gone = {false};
            holds(view(300_000, position -> {
                if (run[0]-- <= 0) {
                    gone[0] = !gone[0];
                    run[0] = (long) Math.pow(10, dice.nextDouble() * 5);
                }
                return gone[0];
            }));
        }
    }

    /** So wide, in shares of the rank, that no line passes many of them; some make it coarser instead of longer. */
    @ParameterizedTest
    @CsvSource({"0.02, 1", "0.04, 3", "0.05, 3", "0.1, 1", "0.5, 1"})
    void rank_holdsOverBlocksMadeAgainstIt(double width, int percent) {
        long[] state = {0, 0, 0}; // rank, left of the run, gone
        QueueView view = view(1_000_000, position -> {
            if (state[1]-- <= 0) {
                state[2] = 1 - state[2];
                state[1] = (long) (state[0] * width);
            }
            state[0] += 1 - state[2];
            return state[2] == 1;
        });
        holds(view, percent);
    }

    @Test
    void rank_holdsBehindAHugeGap() {
        holds(view(3_000_000, position -> position > SERVING + 5 && position < SERVING + 2_900_000));
    }

    @Test
    void express_isNoLongerAhead() {
        Positions express = Positions.range(SERVING + 10, SERVING + 20);
        QueueView view = new QueueView(SERVING + 1_000, SERVING, Positions.range(1, 500), express);
        assertEquals(989, workedOut(view, GoneTable.of(view), SERVING + 1_000));
        assertEquals(9, workedOut(view, GoneTable.of(view), SERVING + 9));
    }

    @Test
    void table_isEmptyWhereNobodyLeft() {
        assertEquals(0, GoneTable.of(view(1_000, position -> false)).size());
        assertEquals(
                0,
                GoneTable.of(new QueueView(10, 500, new Positions(), new Positions()))
                        .size());
    }

    @Test
    void rank_holdsBeyondTheTable_forWhoCameSince() {
        QueueView then = view(1_000, position -> position % 3 == 0);
        GoneTable table = GoneTable.of(then);
        assertEquals(then.rank(SERVING + 1_000) + 77, workedOut(then, table, SERVING + 1_077));
    }

    private static QueueView view(long waiting, LongPredicate leaves) {
        Positions gone = Positions.range(1, SERVING / 2);
        for (long position = SERVING + 1; position <= SERVING + waiting; position++) {
            if (leaves.test(position)) {
                gone.add(position);
            }
        }
        gone.compact();
        return new QueueView(SERVING + waiting, SERVING, gone, new Positions());
    }

    private static void holds(QueueView view) {
        holds(view, 1);
    }

    private static void holds(QueueView view, int percent) {
        GoneTable table = GoneTable.of(view);
        assertTrue(table.size() <= GoneTable.MOST, () -> table.size() + " knots");
        int bytes = gzipped(table);
        assertTrue(bytes <= MOST_BYTES, () -> bytes + " bytes of " + table.size() + " knots");
        long rank = 0;
        for (long position = view.serving() + 1; position <= view.issued(); position++) {
            if (!view.lives(position)) {
                continue;
            }
            rank++;
            long workedOut = workedOut(view, table, position);
            if (rank < 100 ? workedOut != rank : Math.abs(workedOut - rank) > percent * rank / 100) {
                throw new AssertionError("at position " + position + ", rank " + rank + ", comes out " + workedOut);
            }
        }
        assertEquals(view.waiting(), rank);
    }

    /** As rank.js does it, walking. */
    private static long workedOut(QueueView view, GoneTable table, long position) {
        long from = view.serving();
        long count = 0;
        for (int knot = 0; knot < table.size(); knot++) {
            if (table.position(knot) >= position) {
                double share = (double) (position - from) / (table.position(knot) - from);
                return Math.round(position - view.serving() - count - share * (table.count(knot) - count));
            }
            from = table.position(knot);
            count = table.count(knot);
        }
        return position - view.serving() - count;
    }

    private static int gzipped(GoneTable table) {
        StringBuilder json = new StringBuilder();
        for (int knot = 0; knot < table.size(); knot++) {
            json.append(",[")
                    .append(table.position(knot))
                    .append(',')
                    .append(table.count(knot))
                    .append(']');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.size();
    }
}
