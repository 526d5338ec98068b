package dev.turnkeeper.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rooms of several kinds, let in by the real {@link Inlet} for an hour: what visitors were told of their wait beside what
 * they waited. Four in five are to be told right; a range so wide that it always holds would be no help either.
 */
class ForecastSimulation {

    private static final int SEEDS = 4;
    private static final int TICKS = 3_600;
    private static final int CROWD_AT = 30;
    private static final long CHANGED_AT = 900;

    /** From so long after a change on, what is said has to be right again. */
    private static final long LEARNED = 240;

    /** How long a visitor stays inside, in ticks. */
    private interface Stay {
        double ticks(Random random, long tick);
    }

    private enum Kind {
        STEADY(200, 1_500, 1.0, 0, 0, 0.8, 0.97, 0.4, (random, tick) -> -60 * Math.log(random.nextDouble())),
        BY_RATE(1_000, 3_000, 1.0, 120, 0, 0.8, 1, 0.2, (random, tick) -> 10),
        BURSTS(200, 1_500, 1.0, 0, 0, 0.8, 0.97, 1.5, (random, tick) -> 40 - tick % 40 + 40 * random.nextInt(3)),
        WAVES(400, 2_500, 1.0, 0, 0, 0.8, 0.97, 1.5, (random, tick) -> Math.max(30, 180 + 40 * random.nextGaussian())),
        MANY_LEAVE(200, 3_000, 1.0, 0, 900, 0.8, 0.97, 0.4, (random, tick) -> -120 * Math.log(random.nextDouble())),
        SLOW(12, 60, 0.05, 0, 0, 0.75, 0.97, 1.5, (random, tick) -> -120 * Math.log(random.nextDouble())),
        LIMIT_RAISED(200, 9_000, 1.0, 0, 0, 0.8, 0.97, 0.4, (random, tick) -> -60 * Math.log(random.nextDouble())),
        LIMIT_LOWERED(200, 6_000, 1.0, 0, 0, 0.8, 0.97, 0.4, (random, tick) -> -60 * Math.log(random.nextDouble()));

        private final long limit;
        private final int crowd;
        private final double arrivalsATick;
        private final long perMinute;
        private final double patience;
        private final double least;
        private final double most;
        private final double widest;
        private final Stay stay;

        Kind(
                long limit,
                int crowd,
                double arrivalsATick,
                long perMinute,
                double patience,
                double least,
                double most,
                double widest,
                Stay stay) {
            this.limit = limit;
            this.crowd = crowd;
            this.arrivalsATick = arrivalsATick;
            this.perMinute = perMinute;
            this.patience = patience;
            this.least = least;
            this.most = most;
            this.widest = widest;
            this.stay = stay;
        }

        long limitAt(long tick) {
            return switch (this) {
                case LIMIT_RAISED -> tick < CHANGED_AT ? limit : limit * 3 / 2;
                case LIMIT_LOWERED -> tick < CHANGED_AT ? limit : limit * 3 / 4;
                default -> limit;
            };
        }

        boolean isJudged(long tick) {
            return this != LIMIT_RAISED && this != LIMIT_LOWERED || tick > CHANGED_AT + LEARNED;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void fourVisitorsInFive_getInBetweenTheTwo(Kind kind) {
        List<Hour> hours = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> new Hour(kind, seed))
                .toList();
        hours.forEach(Hour::run);
        long told = hours.stream().mapToLong(hour -> hour.told).sum();
        long right = hours.stream().mapToLong(hour -> hour.right).sum();
        long unknown = hours.stream().mapToLong(hour -> hour.unknown).sum();
        double width = hours.stream().mapToDouble(hour -> hour.widths).sum()
                / hours.stream().mapToDouble(hour -> hour.waits).sum();
        String figures = "%s: of %d told, %.3f right, width %.2f of the wait; %d told nothing"
                .formatted(kind, told, (double) right / told, width, unknown);
        System.out.println(figures);
        assertTrue(told > 500, figures);
        assertTrue(right >= kind.least * told && right <= kind.most * told, figures);
        assertTrue(width <= kind.widest, figures);
        assertTrue(unknown < told / 4, figures);
    }

    private static final class Hour {

        private record Told(long position, long at, Forecast.Range range) {}

        private final Kind kind;
        private final Random random;
        private final Positions gone = new Positions();
        private final History history = new History();
        private long issued;
        private long serving;
        private long allowance;
        private long admitted;
        private final PriorityQueue<double[]> leaving =
                new PriorityQueue<>((one, other) -> Double.compare(one[0], other[0]));
        private final Map<Long, Long> admittedAt = new HashMap<>();
        private final List<Told> said = new ArrayList<>();
        private long served;
        private long told;
        private long right;
        private long unknown;
        private double waits;
        private double widths;

        Hour(Kind kind, long seed) {
            this.kind = kind;
            this.random = new Random(seed);
        }

        void run() {
            for (long tick = 0; tick < TICKS; tick++) {
                arrive(tick);
                leave(tick);
                decide(tick);
                admit(tick);
                if (tick % 17 == 0 && tick > CROWD_AT && kind.isJudged(tick)) {
                    ask(tick);
                }
            }
            judge();
        }

        private void arrive(long tick) {
            int arrivals = (tick == CROWD_AT ? kind.crowd : 0) + poisson(kind.arrivalsATick);
            for (int i = 0; i < arrivals; i++) {
                long position = ++issued;
                if (kind.patience > 0) {
                    leaving.add(new double[] {tick - kind.patience * Math.log(random.nextDouble()), position, 0});
                }
            }
        }

        /** Those inside who are through, and those who wait and have had enough. */
        private void leave(long tick) {
            while (!leaving.isEmpty() && leaving.peek()[0] <= tick) {
                double[] next = leaving.poll();
                long position = (long) next[1];
                boolean inside = next[2] > 0;
                if (inside || position > serving) {
                    gone.add(position);
                }
            }
        }

        private void decide(long tick) {
            QueueView view = view();
            Inlet.Advance advance =
                    new Inlet(Inlet.Gate.OPEN, kind.limitAt(tick), kind.perMinute).advance(view, 0, 0, allowance);
            admitted += view.admittedBetween(Math.min(advance.serving(), issued));
            serving = advance.serving();
            allowance = advance.allowance();
            long now = OneRoom.FIRST_TICK + tick;
            history.record(new History.Entry(now, serving, issued, admitted, now, now));
        }

        private QueueView view() {
            return new QueueView(issued, serving, gone, new Positions());
        }

        private void admit(long tick) {
            for (long position = served + 1; position <= Math.min(serving, issued); position++) {
                served = position;
                if (!gone.contains(position)) {
                    admittedAt.put(position, tick);
                    leaving.add(new double[] {tick + kind.stay.ticks(random, tick), position, 1});
                }
            }
        }

        private void ask(long tick) {
            QueueView view = view();
            if (view.waiting() == 0) {
                return;
            }
            Forecast forecast = Forecast.of(history, true);
            for (int i = 0; i < 5; i++) {
                long position = view.servingAfter(1 + random.nextInt((int) view.waiting()));
                position = Math.min(position, issued);
                if (!view.lives(position) || view.admits(position)) {
                    continue;
                }
                long asked = position;
                forecast.of(view.rank(position))
                        .ifPresentOrElse(range -> said.add(new Told(asked, tick, range)), () -> unknown++);
            }
        }

        private void judge() {
            for (Told one : said) {
                Long at = admittedAt.get(one.position());
                if (at == null) {
                    continue;
                }
                long wait = at - one.at();
                told++;
                waits += wait;
                widths += one.range().high() - one.range().low();
                if (wait >= one.range().low() && wait <= one.range().high()) {
                    right++;
                }
            }
        }

        private int poisson(double mean) {
            int count = 0;
            for (double rest = Math.exp(-mean), dice = random.nextDouble(); dice > rest; count++) {
                dice *= random.nextDouble();
            }
            return count;
        }
    }
}
