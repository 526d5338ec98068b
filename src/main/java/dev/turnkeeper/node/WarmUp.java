package dev.turnkeeper.node;

import com.sun.management.OperatingSystemMXBean;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.Route;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.visit.SideDoor;
import dev.turnkeeper.visit.VisitEvents;
import dev.turnkeeper.visit.Visits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Makes a node serve as fast as it will before anybody is sent to it: it asks itself, over its own port, until its answers
 * cost no less CPU than before. The visitors are its own, in rooms that exist behind {@link SideDoor} alone, and nothing
 * stays of them.
 *
 * <p>CPU rather than time, since a neighbour on the same cores takes time, and compiling, which is what is waited for, is
 * CPU.
 */
final class WarmUp {

    private static final int CLIENTS = 3;
    private static final int KNOWN_VISITORS = 1_000;
    private static final int ENTERS_IN_A_HUNDRED = 20;
    private static final Duration PORT_OPENS_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration MEASURED_CPU = Duration.ofMillis(1_500);
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final String secret = UUID.randomUUID().toString();
    private final URI base;
    private final SideDoor door;
    private final BooleanSupplier wanted;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWERED_WITHIN)
            .build();
    private final LongAdder answers = new LongAdder();
    private final AtomicInteger visitors = new AtomicInteger();
    private volatile boolean done;

    /**
     * @param httpPort of this node
     * @param wanted false ends it at once
     */
    WarmUp(int httpPort, SideDoor door, BooleanSupplier wanted) {
        this.base = URI.create("http://127.0.0.1:" + httpPort);
        this.door = door;
        this.wanted = wanted;
    }

    /** Takes its time. @return how it went, for an operator to read */
    String run(Duration atMost) {
        if (atMost.isZero()) {
            return "none, as set";
        }
        OwnState state = new OwnState();
        // Its thread ends by itself, so that an answer that is late finds it still.
        Executor loop = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        door.open(
                List.of(room(RoomState.ACTIVE), room(RoomState.INACTIVE)),
                new Visits(new Ledgers(), state, state, loop, () -> true, () -> true, VisitEvents.NONE));
        try {
            return answersHere() ? untilWarm(atMost) : "none: this node does not answer on " + base;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return "ended early";
        } finally {
            door.close();
        }
    }

    private String untilWarm(Duration atMost) throws InterruptedException {
        long begin = System.nanoTime();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            clients.execute(this::ask);
        }
        Pace pace = new Pace();
        Measure last = new Measure(0, 0, 1);
        try {
            while (wanted.getAsBoolean() && !pace.isSteady() && System.nanoTime() - begin < atMost.toNanos()) {
                last = measure(begin + atMost.toNanos());
                pace.measured(last.answersPerCpuSecond());
            }
        } finally {
            done = true;
            clients.shutdown();
            clients.awaitTermination(ANSWERED_WITHIN.toSeconds(), TimeUnit.SECONDS);
        }
        return String.format(
                Locale.ROOT,
                "%.1f s, at the end %d answers a second, %d µs of CPU each%s",
                (System.nanoTime() - begin) / 1e9,
                last.answers * 1_000_000_000L / last.nanos,
                last.cpuNanos / 1_000 / Math.max(last.answers, 1),
                pace.isSteady() ? "" : ", still getting faster");
    }

    private record Measure(long answers, long cpuNanos, long nanos) {

        double answersPerCpuSecond() {
            return answers * 1e9 / Math.max(cpuNanos, 1);
        }
    }

    private Measure measure(long until) throws InterruptedException {
        long from = System.nanoTime();
        long cpuFrom = PROCESS.getProcessCpuTime();
        answers.reset();
        long cpu = 0;
        while (cpu < MEASURED_CPU.toNanos() && System.nanoTime() < until && wanted.getAsBoolean()) {
            Thread.sleep(PAUSE.toMillis());
            cpu = PROCESS.getProcessCpuTime() - cpuFrom;
        }
        return new Measure(answers.sum(), cpu, System.nanoTime() - from);
    }

    /** Waits for the port, and makes sure that it is ours: the name of the room's domain is nowhere else. */
    private boolean answersHere() throws InterruptedException {
        long begin = System.nanoTime();
        while (wanted.getAsBoolean() && System.nanoTime() - begin < PORT_OPENS_WITHIN.toNanos()) {
            try {
                if (http.send(get(RoomState.ACTIVE, "first"), BodyHandlers.ofString())
                        .body()
                        .contains(domain())) {
                    return true;
                }
            } catch (IOException notYet) {
                // Nobody listens yet.
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return false;
    }

    private void ask() {
        while (wanted.getAsBoolean() && !done) {
            try {
                http.send(next(), BodyHandlers.ofByteArray());
                answers.increment();
            } catch (IOException noAnswer) {
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    /** Mostly polls, as a node in a rush is asked: some newcomers, some over POST, a few that are refused. */
    private HttpRequest next() {
        ThreadLocalRandom dice = ThreadLocalRandom.current();
        boolean enters = dice.nextInt(100) < ENTERS_IN_A_HUNDRED;
        int visitor = enters ? visitors.incrementAndGet() : visitors.get() - dice.nextInt(KNOWN_VISITORS);
        RoomState room = dice.nextInt(3) == 0 ? RoomState.INACTIVE : RoomState.ACTIVE;
        return switch (dice.nextInt(20)) {
            case 0 -> request("/health/ready").build();
            case 1 -> request("/api/v1/nothing").build();
            case 2, 3, 4 -> post("application/x-www-form-urlencoded", "host=" + host(room) + "&loginId=" + visitor);
            case 5, 6 -> post("application/json", "{\"host\":\"" + host(room) + "\",\"loginId\":\"" + visitor + "\"}");
            default -> get(room, String.valueOf(visitor));
        };
    }

    private HttpRequest get(RoomState room, String visitor) {
        return request("/api/v1/tracer/access?host=" + host(room) + "&pageUrl=%2Fwarm%2Fup&loginId=" + visitor)
                .build();
    }

    private HttpRequest post(String type, String body) {
        return request("/api/v1/tracer/access")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWERED_WITHIN);
    }

    private Room room(RoomState state) {
        RoomSettings settings = RoomSettings.of(
                RoomId.parse("warm-" + state.name().toLowerCase(Locale.ROOT)).orElseThrow(),
                1,
                Route.of(host(state), "/**"));
        return Room.of(new RoomSettings(
                settings.id(), settings.name(), settings.routes(), state, settings.policy(), Optional.of(domain())));
    }

    private String host(RoomState room) {
        return room.name().toLowerCase(Locale.ROOT) + "." + secret + ".invalid";
    }

    private String domain() {
        return "behind-" + secret;
    }
}
