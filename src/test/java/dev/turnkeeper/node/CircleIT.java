package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.turnkeeper.node.Crowd.Visitor;
import dev.turnkeeper.node.TracerClient.Told;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Real nodes whose CP group loses members and gets them back. {@code -Dturnkeeper.circles=…} says how often each node of
 * three is killed (three times where there is time: a restart takes most of a minute), {@code -Dturnkeeper.seed=…} repeats the crowd's choice of nodes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CircleIT {

    private static final Logger LOG = System.getLogger(CircleIT.class.getName());
    private static final int CIRCLES = Integer.getInteger("turnkeeper.circles", 1);
    private static final long SEED = Long.getLong("turnkeeper.seed", new Random().nextLong());
    private static final String ROOM = "circle";
    private static final long LIMIT = 50;
    private static final int AT_FIRST = 300;

    /** Newcomers have places again so soon after a kill. The aim is 3; where other work shares the processors it was 3.3. */
    private static final double ENTERING_WITHIN_SECONDS = 5;

    /** No node that lives is silent for so long to somebody who has a place; two cores carry three nodes and the crowd. */
    private static final long POLLING_GAP_MILLIS = 4_000;

    private final ExecutorService threads = TracerClient.threads();
    private final TracerClient client = new TracerClient(threads);
    private final List<NodeProcess> nodes = new ArrayList<>();

    @BeforeAll
    void start() throws IOException, InterruptedException {
        long began = System.nanoTime();
        nodes.addAll(
                NodeProcess.grid(3, 4, Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY, "TURNKEEPER_DRAIN_SECONDS", "0")));
        report("three nodes ready: " + secondsSince(began) + " s");
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
        nodes.parallelStream().forEach(NodeProcess::close);
    }

    @Test
    @Order(1)
    void nodesKilledOneAfterTheOther_loseNobodyAndNoTime() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(nodes.get(0), ROOM, LIMIT).status());
        List<NodeProcess> three = nodes.subList(0, 3);
        List<String> late = new ArrayList<>();
        long began = System.nanoTime();
        try (Crowd crowd = new Crowd(ROOM, three, client, threads, SEED)) {
            crowd.start();
            List<Visitor> first = crowd.enter(AT_FIRST);
            until(60, "the first have places", () -> Crowd.placed(first) == AT_FIRST);
            for (int kill = 0; kill < 3 * CIRCLES; kill++) {
                NodeProcess killed = three.get(kill % 3);
                assertGroupIsWhole();
                crowd.longestPollGapMillis();
                killed.kill();
                long killedAt = System.nanoTime();
                crowd.avoid(killed);
                double entering = secondsUntilEntering(crowd, killedAt);
                killed.restart();
                killed.awaitReady();
                double back = secondsSince(killedAt);
                long gap = crowd.longestPollGapMillis();
                crowd.askAlso(killed);
                String figures = "kill " + (kill + 1) + ": newcomers have places after " + entering
                        + " s, longest silence of a survivor " + gap + " ms, ready again after " + back + " s";
                report(figures);
                if (entering > ENTERING_WITHIN_SECONDS || gap > POLLING_GAP_MILLIS) {
                    late.add(figures);
                }
            }
            Map<Visitor, Told> calm = Places.agreed(crowd, nodes.subList(0, 3), this::logs);
            Places.assertOnce(calm, LIMIT, () -> crowd + "\n" + logs());
            Places.assertArrivalOrder(calm);
            assertEquals(List.of(), crowd.faults(), crowd::toString);
            report(crowd + " in " + secondsSince(began) + " s");
        }
        assertEquals(List.of(), late);
    }

    @Test
    @Order(2)
    void aSpareIsKilledThenACoreNode_andTheGroupIsWholeAgain() throws IOException, InterruptedException {
        NodeProcess spare = nodes.get(3);
        spare.restart();
        spare.awaitReady();
        until(20, "the fourth is a spare", () -> seat(spare).equals("spare"));
        spare.kill();
        spare.restart();
        spare.awaitReady();
        until(20, "it is a spare again", () -> seat(spare).equals("spare"));
        assertTrue(spare.hasLogged("from before its restart is given up"));
        NodeProcess core = nodes.get(2);
        core.kill();
        long killedAt = System.nanoTime();
        until(200, "the spare has the seat of the one that is missing", () -> seat(spare)
                .equals("core"));
        report("a spare took the place of a killed node after " + secondsSince(killedAt) + " s");
        core.restart();
        core.awaitReady();
        until(20, "the one that comes back is the spare now", () -> seat(core).equals("spare"));
    }

    /** By an operator's mistake: a node is started with a copy of another one's data folder, and gives up that one's seat. */
    @Test
    @Order(3)
    void aNodeRemovedByHand_saysSoAndServesOn_andHasASeatAgainAfterItsRestart()
            throws IOException, InterruptedException {
        NodeProcess removed = nodes.get(1);
        NodeProcess mistaken = nodes.get(2);
        mistaken.kill();
        Files.copy(
                removed.dataFolder().resolve("consensus-member"),
                mistaken.dataFolder().resolve("consensus-member"),
                StandardCopyOption.REPLACE_EXISTING);
        mistaken.restart();
        mistaken.awaitReady();
        until(20, "it says so", () -> seat(removed).equals("removed"));
        assertEquals(200, removed.readiness());
        until(10, "its log says so", () -> removed.hasLogged("was taken out of the CP group"));
        until(10, "it gives places", () -> !client.ask(removed, RoomAdmin.hostOf(ROOM), "at-the-removed")
                .held());
        removed.kill();
        removed.restart();
        removed.awaitReady();
        until(30, "it has a seat", () -> Set.of("core", "spare").contains(seat(removed)));
    }

    private static String seat(NodeProcess node) throws IOException, InterruptedException {
        String health = node.health();
        int at = health.indexOf("\"seat\":\"");
        return at < 0 ? "" : health.substring(at + 8, health.indexOf('"', at + 8));
    }

    private void assertGroupIsWhole() throws InterruptedException {
        for (NodeProcess node : nodes.subList(0, 3)) {
            until(20, "every node has a seat before the next is killed", () -> seat(node)
                    .equals("core"));
        }
    }

    /** From the kill until a visitor who came after it has a place, at each survivor. */
    private double secondsUntilEntering(Crowd crowd, long killedAt) throws InterruptedException {
        List<Visitor> newcomers = new ArrayList<>();
        long deadline = killedAt + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            newcomers.addAll(crowd.enter(2));
            TimeUnit.MILLISECONDS.sleep(50);
            List<Visitor> served =
                    newcomers.stream().filter(visitor -> visitor.last() != null).toList();
            if (served.size() >= 10) {
                long at = served.stream()
                        .mapToLong(Visitor::placedAt)
                        .sorted()
                        .skip(4)
                        .findFirst()
                        .orElse(deadline);
                return (at - killedAt) / 1_000_000 / 1_000.0;
            }
        }
        return fail("newcomers have no places 30 s after a kill\n" + crowd);
    }

    private void until(int seconds, String what, Await.Asked condition) throws InterruptedException {
        Await.until(seconds, () -> what + "\n" + logs(), condition);
    }

    private String logs() {
        return NodeProcess.logs(nodes);
    }

    /** Figures, for whoever reads the log. */
    private static void report(String figure) {
        LOG.log(Level.INFO, figure);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000 / 1_000.0;
    }
}
