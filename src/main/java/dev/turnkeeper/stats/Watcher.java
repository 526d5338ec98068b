package dev.turnkeeper.stats;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.TickDecision;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Witness;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Puts down what the grid's thread tells, for the thread of statistics: that is all this costs a tick. */
public final class Watcher implements Witness {

    /** What a slice of ticks may be off. */
    private static final long VAGUE = 4;

    private final Queue<Consumer<Recorder>> told = new ConcurrentLinkedQueue<>();

    void drainTo(Recorder recorder) {
        for (Consumer<Recorder> next = told.poll(); next != null; next = told.poll()) {
            next.accept(recorder);
        }
    }

    @Override
    public void decided(LedgerName ledger, TickDecision decision) {
        told.add(recorder -> recorder.at(ledger, decision.tick(), decision.tick()).decision = decision);
    }

    @Override
    public void gone(LedgerName ledger, long tick, boolean exact, Positions positions) {
        told.add(recorder -> {
            Told of = recorder.at(ledger, tick, tick);
            (exact ? of.gone : of.goneBefore).addAll(positions);
        });
    }

    @Override
    public void letIn(LedgerName ledger, long tick, Positions positions) {
        told.add(recorder -> recorder.at(ledger, tick, tick).letIn.addAll(positions));
    }

    @Override
    public void ended(LedgerName ledger, long tick, boolean exact, End end, Positions positions) {
        told.add(recorder ->
                recorder.at(ledger, tick, exact ? tick : tick - VAGUE).ended(end, positions));
    }

    @Override
    public void dropped(String room, long oldestKept) {
        told.add(recorder -> recorder.drop(room, oldestKept));
    }
}
