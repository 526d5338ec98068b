package dev.turnkeeper.stats;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.TickDecision;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Witness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A room in which things happen by chance, each visitor followed one by one: what is told of it, and what it comes to. */
final class Happening {

    static final LedgerName NAME = new LedgerName("shop", 1);

    /** The first minute. */
    static final long MINUTE = 29_000_000;

    /** Minutes of the grid are sixty ticks here. */
    static final int TICKS = 60;

    /** What is told of one tick: to everybody, in whatever order. */
    final TreeMap<Long, List<Consumer<Witness>>> told = new TreeMap<>();

    final Map<Long, long[]> truth = new HashMap<>();
    final Map<Long, TreeMap<Long, Long>> waits = new HashMap<>();

    private enum State {
        WAITING,
        INSIDE,
        GONE
    }

    private final Random random;
    private final List<State> states = new ArrayList<>();
    private final List<Long> since = new ArrayList<>();
    private final int limit;
    private long serving;
    private long admitted;
    private TickDecision last = TickDecision.NONE;

    Happening(long seed, int ticks) {
        random = new Random(seed);
        limit = 5 + random.nextInt(50);
        for (long tick = 1; tick <= ticks; tick++) {
            happen(tick);
        }
    }

    static Marks marks(long ticks) {
        Marks marks = Marks.NONE;
        for (long minute = 0; minute <= ticks / TICKS; minute++) {
            marks = marks.with(MINUTE + minute, minute * TICKS);
        }
        return marks;
    }

    private void happen(long tick) {
        List<Consumer<Witness>> all = new ArrayList<>();
        long minute = MINUTE + tick / TICKS;
        long[] counts = truth.computeIfAbsent(minute, none -> new long[Tally.AGREED.size()]);
        TreeMap<Long, Long> waited = waits.computeIfAbsent(minute, none -> new TreeMap<>());
        long before = states.size();
        int came = random.nextInt(4) == 0 ? random.nextInt(20) : 0;
        for (int i = 0; i < came; i++) {
            states.add(State.WAITING);
            since.add(tick);
            counts[Tally.INFLOW.ordinal()]++;
            if (states.size() <= serving) {
                enter(states.size(), tick, counts, waited);
            }
        }
        Positions expired = expire(before, counts);
        TickDecision decision = decide(tick, expired, counts, waited);
        boolean quiet = decision.sameAs(last) && inside() == 0 && waiting() == 0 && tick % 4 != 0;
        if (!quiet) {
            last = decision;
            all.add(witness -> witness.decided(NAME, decision));
        }
        if (!expired.isEmpty()) {
            all.add(witness -> witness.ended(NAME, tick, true, End.EXPIRED, expired));
            all.add(witness -> witness.gone(NAME, tick, true, expired));
        }
        for (End end : List.of(End.REVOKED, End.COMPLETED, End.CANCELLED)) {
            Positions ended = end(end, counts);
            if (!ended.isEmpty()) {
                all.add(witness -> witness.gone(NAME, tick, true, ended));
                all.add(witness -> witness.ended(NAME, tick, true, end, ended));
            }
        }
        counts[Tally.WAITING.ordinal()] = Math.max(counts[Tally.WAITING.ordinal()], waiting());
        counts[Tally.INSIDE.ordinal()] = Math.max(counts[Tally.INSIDE.ordinal()], inside());
        told.put(tick, all);
    }

    private Positions expire(long upTo, long[] counts) {
        Positions expired = new Positions();
        for (int position = 1; position <= upTo; position++) {
            State state = states.get(position - 1);
            if (state != State.GONE && random.nextInt(100) == 0) {
                expired.add(position);
                counts[(state == State.WAITING ? Tally.ABANDONED : Tally.EXPIRED).ordinal()]++;
                states.set(position - 1, State.GONE);
            }
        }
        return expired;
    }

    private TickDecision decide(long tick, Positions expired, long[] counts, TreeMap<Long, Long> waited) {
        long inside = inside();
        for (long next = serving + 1; inside < limit && next <= states.size() + limit; next++) {
            if (next > states.size()) {
                inside++;
            } else if (states.get((int) next - 1) == State.WAITING) {
                enter((int) next, tick, counts, waited);
                admitted++;
                inside++;
            }
            serving = next;
        }
        return new TickDecision(tick, serving, 0, states.size(), admitted, tick, tick, 0, 1, expired);
    }

    private void enter(int position, long tick, long[] counts, TreeMap<Long, Long> waited) {
        states.set(position - 1, State.INSIDE);
        counts[Tally.OUTFLOW.ordinal()]++;
        waited.merge(tick - since.get(position - 1), 1L, Long::sum);
    }

    private Positions end(End end, long[] counts) {
        Positions ended = new Positions();
        for (int position = 1; position <= states.size(); position++) {
            State state = states.get(position - 1);
            boolean may = state == State.INSIDE || (state == State.WAITING && end == End.CANCELLED);
            if (may && random.nextInt(end == End.REVOKED ? 400 : 30) == 0) {
                ended.add(position);
                states.set(position - 1, State.GONE);
                Tally tally =
                        switch (end) {
                            case REVOKED -> Tally.REVOKED;
                            case COMPLETED -> Tally.COMPLETED;
                            default -> state == State.WAITING ? Tally.ABANDONED : Tally.CANCELLED;
                        };
                counts[tally.ordinal()]++;
            }
        }
        return ended;
    }

    private long inside() {
        return states.stream().filter(state -> state == State.INSIDE).count();
    }

    private long waiting() {
        return states.stream().filter(state -> state == State.WAITING).count();
    }
}
