package dev.turnkeeper.ticket;

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

/** The keyed hash that each TRACER call makes of its visitor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class KeyBenchmark {

    private final VisitorKey.Maker keys = new VisitorKey.Maker(new byte[32]);
    private int visitor;

    @Benchmark
    public VisitorKey keyHash() {
        return keys.of("ticket-opening", "login", "visitor-" + (visitor++ & 0xfffff));
    }
}
