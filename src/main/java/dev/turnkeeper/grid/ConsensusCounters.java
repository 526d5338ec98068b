package dev.turnkeeper.grid;

import com.hazelcast.cp.IAtomicLong;
import dev.turnkeeper.state.Counters;
import java.util.concurrent.CompletionStage;

/** Counters of the CP subsystem. */
final class ConsensusCounters implements Counters {

    private final Lanes<IAtomicLong> longs;

    ConsensusCounters(Lanes<IAtomicLong> longs) {
        this.longs = longs;
    }

    @Override
    public CompletionStage<Long> addAndGet(String name, long delta) {
        return longs.call(name, counter -> counter.addAndGetAsync(delta));
    }

    @Override
    public CompletionStage<Long> get(String name) {
        return longs.call(name, IAtomicLong::getAsync);
    }

    @Override
    public CompletionStage<Boolean> compareAndSet(String name, long expected, long update) {
        return longs.call(name, counter -> counter.compareAndSetAsync(expected, update));
    }
}
