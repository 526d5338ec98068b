package dev.turnkeeper.stats;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Witness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/** One node's statistics, told by hand. */
final class WatchingNode {

    final Archive archive;
    final Recorder recorder;
    final Watcher watcher = new Watcher();

    WatchingNode(Shelf shelf) {
        archive = new Archive(shelf, Happening.MINUTE);
        recorder = new Recorder(archive);
    }

    static WatchingNode inMemory() {
        return new WatchingNode(new MemoryShelf());
    }

    /** Looks once in some ticks, and hears what is told of a tick in any order, up to two ticks late. */
    void watch(Happening happening, Random random, long from, long to) {
        watch(happening, random, from, to, to + 1, to + 1);
    }

    /** As before, but what is told from {@code cut} to {@code back} it hears only then, as one does who was cut off. */
    void watch(Happening happening, Random random, long from, long to, long cut, long back) {
        Marks marks = Happening.marks(to);
        List<Runnable> onItsWay = new ArrayList<>();
        for (long tick = 1; tick <= to; tick++) {
            List<Consumer<Witness>> told = Objects.requireNonNull(happening.told.get(tick));
            if (tick < cut || tick > back) {
                told.forEach(event -> onItsWay.add(() -> event.accept(watcher)));
            }
            if (tick == back) {
                happening
                        .told
                        .subMap(cut, true, back, true)
                        .values()
                        .forEach(missed -> missed.forEach(event -> event.accept(new Copied(watcher))));
            }
            Collections.shuffle(onItsWay, random);
            if (tick == from || random.nextInt(3) == 0 || tick % 2 == 0) {
                onItsWay.forEach(Runnable::run);
                onItsWay.clear();
            }
            watcher.drainTo(recorder);
            if (tick == from) {
                recorder.begin(tick, marks);
            }
            if (random.nextInt(5) == 0 && (tick < cut || tick >= back)) {
                recorder.step(tick, Happening.MINUTE + tick / Happening.TICKS, marks);
            }
        }
        onItsWay.forEach(Runnable::run);
        watcher.drainTo(recorder);
        recorder.step(to + Recorder.LAG, Happening.MINUTE + to / Happening.TICKS, marks);
        archive.keep(Happening.MINUTE + to / Happening.TICKS);
    }

    /** All that another node knows, without the decisions in between, and of ends only the slice of ticks. */
    private record Copied(Witness to) implements Witness {

        @Override
        public void gone(LedgerName ledger, long tick, boolean exact, Positions positions) {
            to.gone(ledger, tick, false, positions);
        }

        @Override
        public void ended(LedgerName ledger, long tick, boolean exact, End end, Positions positions) {
            to.ended(ledger, tick / 5 * 5 + 4, false, end, positions);
        }
    }

    Minute minute(long minute) {
        Minute[] found = {Minute.NOTHING};
        archive.minutes(Happening.NAME.room(), minute, minute + 1, (one, at) -> found[0] = one);
        return found[0];
    }
}
