package dev.turnkeeper.visit;

import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A poll of a web visitor, HTTP and ticket apart: a million waiting, a tenth of them gone at random. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class PlacesBenchmark {

    private static final long INSIDE = 5_000;
    private static final long ISSUED = INSIDE + 1_111_111;

    private final Random random = new Random(1);
    private final Room room = Room.of(RoomSettings.of(new RoomId("ticket-opening"), INSIDE));
    private final Ledgers ledgers = new Ledgers();
    private final WebVisits places;

    public PlacesBenchmark() {
        Positions gone = new Positions();
        for (long position = INSIDE + 1; position <= ISSUED; position++) {
            if (random.nextInt(10) == 0) {
                gone.add(position);
            }
        }
        Ledger ledger = ledgers.of(new LedgerName("ticket-opening", 1));
        ledger.issuedUpTo(ISSUED);
        ledger.goneNow(gone);
        ledger.letInOutOfTurn(Positions.range(1, INSIDE));
        System.out.println("# " + ledger.view());
        Pulse pulse = new Steady();
        places = new WebVisits(
                ledgers,
                new Entrances(name -> {
                    throw new UnsupportedOperationException("nobody enters here");
                }),
                new Newcomers(),
                Runnable::run,
                pulse,
                new FailureModes(pulse, 1, VisitEvents.NONE),
                VisitEvents.NONE);
    }

    /** Of a visitor anywhere in the queue, who is heard. */
    @Benchmark
    public WebVisit visit() {
        return places.visit(room, 1, INSIDE + 1 + random.nextInt((int) (ISSUED - INSIDE)), Sign.HEARD);
    }

    private static final class Steady implements Pulse {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean isFresh() {
            return true;
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public long nanosSince(long tick) {
            return 0;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }
}
