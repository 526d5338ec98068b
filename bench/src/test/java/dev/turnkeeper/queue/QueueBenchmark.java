package dev.turnkeeper.queue;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A million waiting, a tenth of them gone at random: rank, as each poll asks it, and one tick's step of serving. Single calls
 * are timed, so that the median holds on a machine that does other things too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class QueueBenchmark {

    private static final long INSIDE = 5_000;
    private static final long ISSUED = INSIDE + 1_111_111;
    private static final long LET_IN = 100;

    private final Random random = new Random(1);
    private QueueView view = new QueueView(0, 0, new Positions(), new Positions());
    private Inlet inlet = new Inlet(Inlet.Gate.OPEN, 0, 0);

    @Setup
    public void fill() {
        Positions gone = new Positions();
        for (long position = INSIDE + 1; position <= ISSUED; position++) {
            if (random.nextInt(10) == 0) {
                gone.add(position);
            }
        }
        gone.compact();
        view = new QueueView(ISSUED, INSIDE, gone, new Positions());
        inlet = new Inlet(Inlet.Gate.OPEN, INSIDE + LET_IN, 0);
        System.out.println("# " + view);
    }

    /** Of a visitor anywhere in the queue. */
    @Benchmark
    public long rank() {
        return view.rank(INSIDE + 1 + random.nextInt((int) (ISSUED - INSIDE)));
    }

    /** Serving's step when a hundred may come in. */
    @Benchmark
    public Inlet.Advance admit() {
        return inlet.advance(view, 0, 0, 0);
    }
}
