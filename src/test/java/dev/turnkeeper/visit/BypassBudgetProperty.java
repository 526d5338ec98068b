package dev.turnkeeper.visit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BypassBudgetProperty {

    private record Ask(long afterMillis, long capacity) {}

    @Property
    void full_letsByJustItsCapacity(
            @ForAll @LongRange(max = 2_000) long capacity,
            @ForAll @IntRange(min = 150, max = 604_800) int timeout,
            @ForAll long now) {
        BypassBudget budget = new BypassBudget();
        long taken = 0;
        while (budget.take(capacity, timeout, now)) {
            taken++;
        }
        assertEquals(capacity, taken);
    }

    /** Against fractions of any length, whatever the limit does meanwhile. */
    @Property
    void taken_areThoseThatExactArithmeticTakes(
            @ForAll("asks") List<Ask> asks, @ForAll @IntRange(min = 150, max = 604_800) int timeout) {
        BypassBudget budget = new BypassBudget();
        NaiveBudget naive = new NaiveBudget(timeout);
        long now = Long.MIN_VALUE / 1_000_000;
        for (Ask ask : asks) {
            now += ask.afterMillis();
            assertEquals(
                    naive.take(ask.capacity(), ask.afterMillis()),
                    budget.take(ask.capacity(), timeout, now),
                    () -> "of " + asks);
        }
    }

    @Property
    void anyWindow_letsByNoMoreThanTheCapacityAndItsRefill(
            @ForAll("gaps") List<Long> gaps,
            @ForAll @LongRange(min = 1, max = 50) long capacity,
            @ForAll @IntRange(min = 150, max = 400) int timeout) {
        BypassBudget budget = new BypassBudget();
        long now = 0;
        long[] takenAt = new long[gaps.size()];
        int taken = 0;
        for (long gap : gaps) {
            now += gap;
            if (budget.take(capacity, timeout, now)) {
                takenAt[taken++] = now;
            }
        }
        for (int first = 0; first < taken; first++) {
            for (int last = first; last < taken; last++) {
                long refilled = capacity * (takenAt[last] - takenAt[first]) / (timeout * 1_000L);
                int count = last - first + 1;
                if (count > capacity + refilled) {
                    throw new AssertionError(count + " within " + (takenAt[last] - takenAt[first]) + " ms");
                }
            }
        }
    }

    @Property
    void changedTimeout_neitherGivesNorTakesWholeVisitors(
            @ForAll @LongRange(min = 1, max = 1_000) long capacity,
            @ForAll @IntRange(min = 150, max = 604_800) int timeout,
            @ForAll @IntRange(min = 150, max = 604_800) int another) {
        BypassBudget budget = new BypassBudget();
        for (long i = 0; i < capacity / 2; i++) {
            budget.take(capacity, timeout, 5);
        }
        long left = 0;
        while (budget.take(capacity, another, 5)) {
            left++;
        }
        assertEquals(capacity - capacity / 2, left);
    }

    @Provide
    Arbitrary<List<Ask>> asks() {
        return Combinators.combine(millis(), Arbitraries.longs().between(0, 30))
                .as(Ask::new)
                .list()
                .ofMaxSize(120);
    }

    @Provide
    Arbitrary<List<Long>> gaps() {
        return millis().list().ofMaxSize(150);
    }

    private static Arbitrary<Long> millis() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3),
                Arbitraries.longs().between(0, 20_000),
                Arbitraries.longs().between(0, 1_000_000));
    }

    /** Spent visitors as a fraction over the session timeout in milliseconds. */
    private static final class NaiveBudget {

        private final BigInteger timeoutMillis;
        private BigInteger spent = BigInteger.ZERO;

        NaiveBudget(int timeout) {
            timeoutMillis = BigInteger.valueOf(timeout * 1_000L);
        }

        boolean take(long capacity, long elapsedMillis) {
            BigInteger full = BigInteger.valueOf(capacity);
            spent = spent.subtract(full.multiply(BigInteger.valueOf(elapsedMillis)))
                    .max(BigInteger.ZERO);
            BigInteger after = spent.add(timeoutMillis);
            if (after.compareTo(full.multiply(timeoutMillis)) > 0) {
                return false;
            }
            spent = after;
            return true;
        }
    }
}
