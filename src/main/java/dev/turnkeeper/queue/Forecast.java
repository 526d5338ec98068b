package dev.turnkeeper.queue;

import java.util.Optional;

/**
 * When a waiting visitor gets in, by what the last minutes were like ({@link Outflow}). Who is let in is taken as a stream
 * with a steady rate and whatever unevenness it has shown:
 *
 * <pre>
 * let in within t  =  rate · t   with variance   dispersion · t  +  burst  +  (doubt · t)²
 * </pre>
 *
 * and a rank is reached where that is as many as are still to be let in: not all ahead of it will be, since some go away by
 * themselves. Four in five get in between the two bounds while the stream stays as it was; nobody knows of a limit that will
 * be changed. Immutable.
 */
public final class Forecast {

    /** Nothing is known yet. */
    public static final Forecast UNKNOWN = new Forecast(0, 0, 0, 0, 0);

    /** Four in five of a normal distribution lie within so many standard deviations. */
    private static final double FOUR_IN_FIVE = 1.2816;

    /** No stream is steadier than this, whatever it looked like. */
    private static final double LEAST_DOUBT = 0.04;

    /** A rate that may as well be half as high again, or half as high, says nothing worth telling. */
    private static final double MOST_DOUBT = 0.5;

    /** Who would have to wait longer is told nothing rather than that. */
    private static final double LONGEST = 48 * 3600;

    private final double rate;
    private final double dispersion;
    private final double burst;
    private final double doubt;
    private final double leaving;

    /** In ticks from now. */
    public record Range(long low, long high) {}

    /**
     * @param rate let in a tick; 0: unknown
     * @param dispersion variance of how many are let in, for each tick of a long time
     * @param burst variance that is there at any time, however short: they come in heaps
     * @param window ticks that this was measured over
     * @param leaving which share of those who wait goes away by itself, each tick
     */
    Forecast(double rate, double dispersion, double burst, double window, double leaving) {
        this.rate = rate;
        this.dispersion = dispersion;
        this.burst = burst;
        this.doubt = rate == 0 ? 0 : Math.sqrt(dispersion / window + LEAST_DOUBT * LEAST_DOUBT * rate * rate);
        this.leaving = leaving;
    }

    /** By a room's history up to now. @param waits whether anybody waits: else there is nothing to foretell */
    public static Forecast of(History history, boolean waits) {
        return waits ? Outflow.of(history).map(Outflow::forecast).orElse(UNKNOWN) : UNKNOWN;
    }

    /** When a visitor of this rank gets in; empty while unknown. @param rank ≥ 1 */
    public Optional<Range> of(long rank) {
        if (rate == 0 || FOUR_IN_FIVE * doubt > MOST_DOUBT * rate) {
            return Optional.empty();
        }
        // (still − rate · t)² = z² · variance(t), solved for t.
        double z = FOUR_IN_FIVE * FOUR_IN_FIVE;
        double still = stillToBeLetIn(rank);
        double a = rate * rate - z * doubt * doubt;
        double b = 2 * still * rate + z * dispersion;
        double root = Math.sqrt(Math.max(0, b * b - 4 * a * (still * still - z * burst)));
        double low = Math.max(0, b - root) / (2 * a);
        double high = (b + root) / (2 * a);
        return high > LONGEST
                ? Optional.empty()
                : Optional.of(new Range((long) Math.floor(low), (long) Math.ceil(high)));
    }

    /** Those ahead go away at {@code leaving}, whoever is left is let in at {@code rate}. */
    private double stillToBeLetIn(long rank) {
        return leaving == 0 ? rank : rate / leaving * Math.log1p(leaving * rank / rate);
    }

    @Override
    public String toString() {
        return rate == 0
                ? "unknown"
                : "%.2f a tick, dispersion %.2f, bursts %.1f, doubt %.3f, leaving %.5f"
                        .formatted(rate, dispersion, burst, doubt, leaving);
    }
}
