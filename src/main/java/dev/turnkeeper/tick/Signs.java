package dev.turnkeeper.tick;

import dev.turnkeeper.queue.Positions;

/** Signs of life since the last tick, noted by many request threads, drained by one. */
final class Signs {

    private static final int STRIPES = 16;

    private final Stripe[] stripes = new Stripe[STRIPES];

    Signs() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    void note(long position, boolean inside) {
        stripes[(int) (position & (STRIPES - 1))].note(position, inside);
    }

    Drained drain() {
        Drained drained = new Drained(new Positions(), new Positions());
        for (Stripe stripe : stripes) {
            stripe.drainTo(drained);
        }
        return drained;
    }

    /**
     * @param heard positions that gave a sign of life
     * @param claimed those of them that were told they are inside
     */
    record Drained(Positions heard, Positions claimed) {}

    private static final class Stripe {

        private Positions heard = new Positions();
        private Positions claimed = new Positions();

        synchronized void note(long position, boolean inside) {
            heard.add(position);
            if (inside) {
                claimed.add(position);
            }
        }

        synchronized void drainTo(Drained drained) {
            if (!heard.isEmpty()) {
                drained.heard().addAll(heard);
                drained.claimed().addAll(claimed);
                heard = new Positions();
                claimed = new Positions();
            }
        }
    }
}
