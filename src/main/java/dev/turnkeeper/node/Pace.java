package dev.turnkeeper.node;

/** Tells when something that gets faster by being done again and again has got as fast as it will. */
final class Pace {

    /** Compilers work in bursts: so many measures on end have to be no better than an earlier one. */
    private static final int NO_BETTER = 3;

    /** Less of a gain than this is chance. */
    private static final double GAIN = 1.1;

    private double best;
    private int since;

    /** @param rate how much was done in one measure: per second, or per anything else that stays the same */
    void measured(double rate) {
        if (rate > best * GAIN) {
            best = rate;
            since = 0;
        } else {
            since++;
        }
    }

    boolean isSteady() {
        return since >= NO_BETTER;
    }
}
