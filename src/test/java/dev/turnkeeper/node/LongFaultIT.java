package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.turnkeeper.node.TracerClient.Told;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Faults that outlast a session and Hazelcast's patience: minutes each, so only with {@code -Dturnkeeper.long=true}, as the
 * Jenkinsfile does.
 */
@EnabledIfSystemProperty(named = "turnkeeper.long", matches = "true", disabledReason = "takes ten minutes")
class LongFaultIT {

    private static final Logger LOG = System.getLogger(LongFaultIT.class.getName());
    private static final int LIMIT = 10;
    private static final int WAITING = 10;

    /** As {@link RoomAdmin#create} sets it. */
    private static final int SESSION_SECONDS = 150;

    /** A member's silence that Hazelcast takes for its end, until then it is waited for. */
    private static final int LOST_SECONDS = 60;

    /** A member that is lost for two minutes leaves the CP group; and some time for the checks. */
    private static final int REMOVED_SECONDS = LOST_SECONDS + 120 + 40;

    private final ExecutorService threads = TracerClient.threads();
    private final TracerClient client = new TracerClient(threads);
    private final List<NodeProcess> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        nodes.parallelStream().forEach(NodeProcess::close);
    }

    /**
     * Half of those inside ask only at the node that is cut off. It has to stop calling them inside before the others let
     * their places go; once the cut is over, each visitor has one place again.
     */
    @Test
    void aNodeCutOffForLongerThanASession_neverLeavesMoreInsideThanTheLimit() throws Exception {
        try (PrivateNetwork network = needNetwork()) {
            nodes.addAll(NodeProcess.grid(network.sites(), Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY)));
            NodeProcess alone = nodes.get(0);
            NodeProcess other = nodes.get(1);
            String host = fill("lease", alone, other);
            List<String> withIt = names(0, LIMIT / 2);
            List<String> withOthers = names(LIMIT / 2, LIMIT + WAITING);
            network.cut(0);
            long began = System.nanoTime();
            double lastInside = 0;
            double firstLetIn = 0;
            while (firstLetIn == 0) {
                assertTrue(
                        seconds(began) < LOST_SECONDS + 2 * SESSION_SECONDS,
                        () -> "the places of those who vanished are not let go\n" + NodeProcess.logs(nodes));
                // The others first: whoever is inside there may have a place that the cut-off node still gives away.
                long there = inside(ask(other, host, withOthers));
                long here = inside(ask(alone, host, withIt));
                assertTrue(here + there <= LIMIT, () -> here + " are inside here and " + there + " there");
                lastInside = here > 0 ? seconds(began) : lastInside;
                firstLetIn = there > LIMIT / 2 ? seconds(began) : 0;
                TimeUnit.MILLISECONDS.sleep(500);
            }
            report("cut off for " + firstLetIn + " s: called them inside until " + lastInside
                    + " s, their places given to others then");
            assertTrue(lastInside > SESSION_SECONDS / 2, "it gave up those inside after only " + lastInside + " s");
            network.heal();
            assertOnePlaceEach(host, names(0, LIMIT + WAITING));
        }
    }

    @Test
    void aNodeFrozenForLongerThanItsSeatIsKept_saysSoAndServesOn_andHasASeatAgainAfterItsRestart() throws Exception {
        nodes.addAll(NodeProcess.grid(3, Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY)));
        NodeProcess frozen = nodes.get(0);
        NodeProcess other = nodes.get(1);
        String host = fill("frozen", frozen, other);
        List<String> all = names(0, LIMIT + WAITING);
        Map<String, Told> before = ask(other, host, all);
        frozen.pause();
        try {
            long began = System.nanoTime();
            while (seconds(began) < REMOVED_SECONDS) {
                ask(other, host, all)
                        .forEach((name, told) -> assertTrue(
                                told.samePlace(before.get(name)),
                                () -> name + " had " + before.get(name) + ", now " + told));
                TimeUnit.MILLISECONDS.sleep(500);
            }
        } finally {
            frozen.resume();
        }
        Await.until(60, logs(), () -> frozen.health().contains("\"seat\":\"removed\""));
        assertOnePlaceEach(host, all);
        frozen.kill();
        frozen.restart();
        frozen.awaitReady();
        Await.until(60, logs(), () -> frozen.health().contains("\"seat\":\"core\""));
        assertOnePlaceEach(host, all);
    }

    /** Everybody asks at all nodes until all say the same: nobody is held, and the ranks are those of a line. */
    private void assertOnePlaceEach(String host, List<String> all) throws InterruptedException {
        List<Map<String, Told>> answers = new ArrayList<>();
        Await.until(120, () -> answers + "\n" + NodeProcess.logs(nodes), () -> {
            answers.clear();
            for (NodeProcess node : nodes) {
                answers.add(ask(node, host, all));
            }
            Map<String, Told> first = answers.get(0);
            return answers.stream().allMatch(same -> same.entrySet().stream()
                            .allMatch(told -> told.getValue().samePlace(first.get(told.getKey()))))
                    && first.values().stream().noneMatch(Told::held)
                    && inside(first) == LIMIT;
        });
        assertEquals(
                IntStream.rangeClosed(1, all.size() - LIMIT).boxed().toList(),
                answers.get(0).values().stream()
                        .filter(Told::waits)
                        .map(told -> (int) told.rank())
                        .sorted()
                        .toList());
    }

    /** A room that is full, with a line before it, known at both nodes. @return its host */
    private String fill(String room, NodeProcess first, NodeProcess second) throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(first, room, LIMIT).status());
        String host = RoomAdmin.hostOf(room);
        Await.until(
                10,
                () -> "the room is not known",
                () -> RoomAdmin.read(second, room).status() == 200);
        for (String name : names(0, LIMIT + WAITING)) {
            Await.until(10, () -> name + " has no place", () -> !client.ask(first, host, name)
                    .held());
        }
        Await.until(10, () -> "they are not known everywhere", () -> {
            Map<String, Told> told = ask(second, host, names(0, LIMIT + WAITING));
            return inside(told) == LIMIT && told.values().stream().noneMatch(Told::held);
        });
        return host;
    }

    private Map<String, Told> ask(NodeProcess node, String host, List<String> names)
            throws IOException, InterruptedException {
        Map<String, Told> told = new LinkedHashMap<>();
        for (String name : names) {
            told.put(name, client.ask(node, host, name));
        }
        return told;
    }

    private Supplier<String> logs() {
        return () -> NodeProcess.logs(nodes);
    }

    private static long inside(Map<String, Told> told) {
        return told.values().stream().filter(Told::inside).count();
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "v" + number).toList();
    }

    private static PrivateNetwork needNetwork() throws InterruptedException {
        try {
            return PrivateNetwork.of(3);
        } catch (PrivateNetwork.NotAllowed why) {
            assumeTrue(false, () -> "nodes cannot be cut off here: " + why.getMessage());
            throw new IllegalStateException(why);
        }
    }

    private static void report(String figure) {
        LOG.log(Level.INFO, figure);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1_000_000 / 1_000.0;
    }
}
