package dev.turnkeeper.simulation;

import dev.turnkeeper.room.FailureMode;
import dev.turnkeeper.room.Identity;
import dev.turnkeeper.room.NextVersion;
import dev.turnkeeper.room.Policy;
import dev.turnkeeper.room.ResetInside;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.TracerRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** One seed: three nodes, a crowd, an operator and bad luck for a minute and a half; then calm, until nobody is left. */
final class Run {

    private static final long STORM = 90 * VirtualTime.SECOND;
    private static final long VISITORS_GONE = 120 * VirtualTime.SECOND;
    private static final long END = 260 * VirtualTime.SECOND;

    private static final List<FailureMode> MODES =
            List.of(FailureMode.BYPASS, FailureMode.BYPASS, FailureMode.HOLD, FailureMode.BLOCK);

    private final VirtualTime time;
    private final Random random;
    private final PlantedFault fault;
    private final Network network;
    private final Consensus consensus;
    private final SharedTickets tickets;
    private final List<Node> nodes = new ArrayList<>();
    private final Laws laws;
    private Room room;
    private boolean troubled;
    private int incarnations;

    private Run(long seed, PlantedFault fault) {
        this.time = new VirtualTime(seed);
        this.random = time.random();
        this.fault = fault;
        this.network = new Network(time, random.nextBoolean() ? 0.03 : 0, fault);
        this.laws = new Laws(time, nodes);
        network.onLoss(laws::memberLost);
        this.consensus = new Consensus(time, network, laws, fault);
        this.tickets = new SharedTickets(time, network, fault);
        int limit = 3 + random.nextInt(6);
        FailureMode mode = MODES.get(random.nextInt(MODES.size()));
        this.room = Room.of(RoomSettings.of(new RoomId("room"), limit)
                .withPolicy(new Policy(
                        limit,
                        random.nextInt(3) == 0 ? 120 : 0,
                        25,
                        0,
                        25,
                        60,
                        25,
                        mode,
                        TracerRefusal.WAIT,
                        Identity.LOGIN_ID_OR_IP,
                        0)));
    }

    /** @return the laws that were broken, none where all is well */
    static List<String> broken(long seed, PlantedFault fault) {
        return new Run(seed, fault).run();
    }

    private List<String> run() {
        laws.configured(room);
        laws.watch();
        for (String place : List.of("a", "b", "c")) {
            start(place);
        }
        int visitors = 25 + random.nextInt(35);
        for (int i = 1; i <= visitors; i++) {
            int number = i;
            boolean page = random.nextBoolean();
            time.in(time.between(3 * VirtualTime.SECOND, STORM), () -> {
                if (page) {
                    new WebVisitor(time, laws, nodes, number, stay()).arrive();
                } else {
                    new Visitor(time, laws, nodes, number, stay()).arrive();
                }
            });
        }
        for (int i = random.nextInt(7); i > 0; i--) {
            time.in(time.between(10 * VirtualTime.SECOND, STORM - 20 * VirtualTime.SECOND), this::trouble);
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            time.in(time.between(5 * VirtualTime.SECOND, STORM), this::operate);
        }
        time.runUntil(STORM);
        network.heal();
        network.calm();
        change(calm -> calm.withState(RoomState.ACTIVE));
        time.runUntil(END);
        laws.atTheEnd(room.state() == RoomState.ACTIVE);
        return laws.broken();
    }

    private long stay() {
        long left = VISITORS_GONE - time.now();
        return random.nextInt(4) == 0 ? time.between(0, 10 * VirtualTime.SECOND) : time.between(0, left);
    }

    private void start(String place) {
        nodes.add(new Node(time, place, ++incarnations, network, consensus, tickets, room, laws, fault));
    }

    /** One trouble at a time: what takes the majority for good needs the journal to survive it. */
    private void trouble() {
        if (troubled || time.now() > STORM) {
            return;
        }
        troubled = true;
        List<Node> up = nodes.stream().filter(Node::isUp).toList();
        Node unlucky = up.get(random.nextInt(up.size()));
        long length = time.between(2 * VirtualTime.SECOND, 25 * VirtualTime.SECOND);
        int kind = random.nextInt(7);
        laws.trace("trouble " + kind + " at " + unlucky.name());
        switch (kind) {
            case 0 -> {
                long noticed = time.between(VirtualTime.SECOND / 5, 8 * VirtualTime.SECOND);
                unlucky.crash(noticed);
                tickets.crash(unlucky.name());
                restart(unlucky, noticed + time.between(0, 5 * VirtualTime.SECOND));
            }
            case 1 -> {
                unlucky.leave();
                tickets.crash(unlucky.name());
                restart(unlucky, time.between(VirtualTime.SECOND, 20 * VirtualTime.SECOND));
            }
            case 2 -> {
                unlucky.pause(length);
                over(length);
            }
            case 3 -> {
                network.cutOff(unlucky.place());
                time.in(length, network::heal);
                over(length);
            }
            case 4 -> {
                // So long that the others let go of whom they do not hear.
                network.partition(unlucky.place(), time.between(5 * VirtualTime.SECOND, 10 * VirtualTime.SECOND));
                time.in(length + 35 * VirtualTime.SECOND, network::heal);
                over(length + 35 * VirtualTime.SECOND);
            }
            case 5 -> {
                // A line between two of them is down.
                Node other = up.get((up.indexOf(unlucky) + 1) % up.size());
                if (other != unlucky) {
                    network.part(unlucky.place(), other.place());
                }
                time.in(length, network::heal);
                over(length);
            }
            default -> {
                // Nobody hears anybody: the grid stands still.
                network.cutOff("b");
                network.cutOff("c");
                network.cutOff("a");
                time.in(length + 20 * VirtualTime.SECOND, network::heal);
                over(length + 20 * VirtualTime.SECOND);
            }
        }
    }

    private void restart(Node node, long after) {
        time.in(after, () -> start(node.place()));
        over(after + 5 * VirtualTime.SECOND);
    }

    private void over(long after) {
        time.in(after, () -> troubled = false);
    }

    private void operate() {
        if (time.now() >= STORM) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                int limit = random.nextInt(10);
                change(now -> now.withSettings(now.settings().withPolicy(ofLimit(now.policy(), limit))));
            }
            case 2 -> {
                change(now -> now.withState(RoomState.PAUSED));
                time.in(
                        time.between(5 * VirtualTime.SECOND, 20 * VirtualTime.SECOND),
                        () -> change(now -> now.withState(RoomState.ACTIVE)));
            }
            case 3 -> change(now -> now.reset(ResetInside.KEEP));
            case 4 -> change(now -> now.reset(ResetInside.OUT));
            default -> change(now -> now.letIn(1 + random.nextInt(3), Optional.empty()));
        }
    }

    private static Policy ofLimit(Policy policy, long limit) {
        return new Policy(
                limit,
                policy.perMinute(),
                policy.sessionTimeoutSeconds(),
                policy.maxSessionSeconds(),
                policy.retentionSeconds(),
                policy.maxSilenceSeconds(),
                policy.claimSeconds(),
                policy.failureMode(),
                policy.tracerRefusal(),
                policy.identity(),
                0);
    }

    private void change(UnaryOperator<Room> change) {
        Room now = NextVersion.of(room, change);
        room = now;
        laws.configured(now);
        nodes.forEach(node -> tell(node, now));
    }

    private void tell(Node node, Room now) {
        time.in(time.between(0, 4 * VirtualTime.SECOND), () -> {
            if (node.isUp() && !network.hasMajority(node.name())) {
                tell(node, now);
            } else {
                node.configure(now);
            }
        });
    }
}
