package dev.turnkeeper.ticket;

import java.util.Map;
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

/** What a web visitor's poll does before anything else, and what an enter does last. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class TicketBenchmark {

    private final TicketKeys keys = new TicketKeys(1, Map.of(1, new byte[32]));
    private final Tickets tickets = new Tickets(() -> keys);
    private final String[] texts = new String[1_024];
    private int next;

    public TicketBenchmark() {
        for (int i = 0; i < texts.length; i++) {
            texts[i] = tickets.write(ticket(i));
        }
    }

    @Benchmark
    public Ticket ticketRead() throws TicketRefused {
        return tickets.read(texts[next++ & 1_023]);
    }

    @Benchmark
    public String ticketWrite() {
        return tickets.write(ticket(next++));
    }

    private static Ticket ticket(int position) {
        return new Ticket("ticket-opening", 3, 1_000_000L + position, 900_000L + position, 1_790_000_000L, ~position);
    }
}
