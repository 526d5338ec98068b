package dev.turnkeeper.node;

import com.sun.management.OperatingSystemMXBean;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.Route;
import dev.turnkeeper.tick.Ledgers;
import dev.turnkeeper.visit.Guard;
import dev.turnkeeper.visit.SideDoor;
import dev.turnkeeper.visit.VisitEvents;
import dev.turnkeeper.visit.Visits;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a node serve as fast as it will before anybody is sent to it: it asks itself, over its own port, until its answers
 * cost no less CPU than before. The visitors are its own, in rooms that exist behind {@link SideDoor} alone, and nothing
 * stays of them.
 *
 * <p>CPU rather than time, since a neighbour on the same cores takes time, and compiling, which is what is waited for, is
 * CPU.
 */
final class WarmUp {

    private static final String TRACER = "/api/v1/tracer/access";
    private static final String VISITS = "/api/v1/visits";

    /** A ticket is bound to the user agent that it was given to. */
    private static final String USER_AGENT = "turnkeeper-warm-up";

    private static final String HEADERS = " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: " + USER_AGENT + "\r\n";
    private static final Pattern WAITING = Pattern.compile("\"state\":\"WAITING\",\"ticket\":\"([^\"]+)\"");
    private static final int CLIENTS = 3;
    private static final int AT_ONCE = 4;
    private static final int TICKETS_EVERY = 16;
    private static final int KNOWN_VISITORS = 1_000;
    private static final int KNOWN_TICKETS = 16;
    private static final int ENTERS_IN_A_HUNDRED = 20;

    /** The last compiler looks at code that has run some thousand times. */
    private static final int LEAST_ANSWERS = 60_000;

    private static final Duration PORT_OPENS_WITHIN = Duration.ofSeconds(30);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration MEASURED_CPU = Duration.ofMillis(1_500);
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final String secret = UUID.randomUUID().toString();
    private final URI base;
    private final SideDoor door;
    private final BooleanSupplier wanted;
    private final LongAdder answers = new LongAdder();
    private final AtomicInteger visitors = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable String> tickets = new AtomicReferenceArray<>(KNOWN_TICKETS);
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
                new Visits(
                        new Ledgers(),
                        state,
                        state,
                        loop,
                        (work, nanos) -> loop.execute(work),
                        state,
                        Guard.NONE,
                        1,
                        VisitEvents.NONE));
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
            while (wanted.getAsBoolean() && !isWarm(pace) && System.nanoTime() - begin < atMost.toNanos()) {
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
                "%.1f s, %d answers, at the end %d a second with %d µs of CPU each%s",
                (System.nanoTime() - begin) / 1e9,
                answers.sum(),
                last.answers * 1_000_000_000L / last.nanos,
                last.cpuNanos / 1_000 / Math.max(last.answers, 1),
                isWarm(pace) ? "" : ", still getting faster");
    }

    /** A node that is given little CPU looks steady while it has hardly begun. */
    private boolean isWarm(Pace pace) {
        return pace.isSteady() && answers.sum() >= LEAST_ANSWERS;
    }

    private record Measure(long answers, long cpuNanos, long nanos) {

        double answersPerCpuSecond() {
            return answers * 1e9 / Math.max(cpuNanos, 1);
        }
    }

    private Measure measure(long until) throws InterruptedException {
        long from = System.nanoTime();
        long cpuFrom = PROCESS.getProcessCpuTime();
        long answeredFrom = answers.sum();
        long cpu = 0;
        while (cpu < MEASURED_CPU.toNanos() && System.nanoTime() < until && wanted.getAsBoolean()) {
            Thread.sleep(PAUSE.toMillis());
            cpu = PROCESS.getProcessCpuTime() - cpuFrom;
        }
        return new Measure(answers.sum() - answeredFrom, cpu, System.nanoTime() - from);
    }

    /** Waits for the port, and makes sure that it is ours: the name of the room's domain is nowhere else. */
    private boolean answersHere() throws InterruptedException {
        long begin = System.nanoTime();
        while (wanted.getAsBoolean() && System.nanoTime() - begin < PORT_OPENS_WITHIN.toNanos()) {
            try {
                if (send(open(poll(RoomState.ACTIVE, 0))).contains(domain())) {
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
            try (Burst burst = new Burst(base.getPort(), AT_ONCE, (int) ANSWERED_WITHIN.toMillis())) {
                while (wanted.getAsBoolean() && !done) {
                    burst.ask(this::request);
                    answers.add(AT_ONCE);
                    if (ThreadLocalRandom.current().nextInt(TICKETS_EVERY) == 0) {
                        enterByTicket();
                        answers.increment();
                    }
                }
            } catch (IOException noAnswer) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Mostly polls, as a node in a rush is asked: some newcomers, some over POST, a few that are refused. */
    private String request() {
        ThreadLocalRandom dice = ThreadLocalRandom.current();
        boolean enters = dice.nextInt(100) < ENTERS_IN_A_HUNDRED;
        int visitor = enters ? visitors.incrementAndGet() : visitors.get() - dice.nextInt(KNOWN_VISITORS);
        RoomState room = dice.nextInt(3) == 0 ? RoomState.INACTIVE : RoomState.ACTIVE;
        String ticket = tickets.get(dice.nextInt(KNOWN_TICKETS));
        int kind = dice.nextInt(100);
        if (kind == 0) {
            return get("/health/ready", "");
        }
        if (kind == 1) {
            return get("/api/v1/nothing", "");
        }
        if (kind < 10) {
            return post("{\"host\":\"" + host(room) + "\",\"loginId\":\"" + visitor + "\"}");
        }
        return kind < 40 && ticket != null
                ? get(VISITS + "/current", "Authorization: Ticket " + ticket + "\r\n")
                : get(poll(room, visitor), "");
    }

    private static String get(String target, String header) {
        return "GET " + target + HEADERS + header + "\r\n";
    }

    private static String post(String json) {
        return "POST " + TRACER + HEADERS + "Content-Type: application/json\r\nContent-Length: " + json.length()
                + "\r\n\r\n" + json;
    }

    private String poll(RoomState room, int visitor) {
        return TRACER + "?host=" + host(room) + "&pageUrl=%2Fwarm%2Fup&loginId=" + visitor;
    }

    /** As pages do. A ticket of the one who is let in would make passes, which nobody wants to see counted. */
    private void enterByTicket() throws IOException {
        HttpURLConnection enter = open(VISITS);
        enter.setRequestProperty("Content-Type", "application/json");
        enter.setDoOutput(true);
        enter.getOutputStream().write(("{\"room\":\"" + id(RoomState.ACTIVE) + "\"}").getBytes(StandardCharsets.UTF_8));
        Matcher waiting = WAITING.matcher(send(enter));
        if (waiting.find()) {
            tickets.set(ThreadLocalRandom.current().nextInt(KNOWN_TICKETS), waiting.group(1));
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) base.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        request.setConnectTimeout((int) ANSWERED_WITHIN.toMillis());
        request.setReadTimeout((int) ANSWERED_WITHIN.toMillis());
        request.setRequestProperty("User-Agent", USER_AGENT);
        return request;
    }

    /** Read to its end, so that the connection is kept. */
    private static String send(HttpURLConnection request) throws IOException {
        boolean good = request.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST;
        try (InputStream body = good ? request.getInputStream() : request.getErrorStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Room room(RoomState state) {
        RoomSettings settings = RoomSettings.of(RoomId.parse(id(state)).orElseThrow(), 1, Route.of(host(state), "/**"));
        return Room.of(new RoomSettings(
                settings.id(),
                settings.name(),
                settings.routes(),
                state,
                settings.policy(),
                Optional.of(domain()),
                settings.web(),
                settings.schedule()));
    }

    /** Nobody else can name it. */
    private String id(RoomState room) {
        return "warm-" + room.ordinal() + "-" + secret.replace("-", "");
    }

    private String host(RoomState room) {
        return room.name().toLowerCase(Locale.ROOT) + "." + secret + ".invalid";
    }

    private String domain() {
        return "behind-" + secret;
    }
}
