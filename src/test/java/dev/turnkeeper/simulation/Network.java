package dev.turnkeeper.simulation;

import dev.turnkeeper.state.MessageBus;
import dev.turnkeeper.tick.Inside;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Who reaches whom, who believes whom present, and what becomes of messages. */
final class Network {

    /** The node whose word is tampered with where that fault is planted. */
    static final String DEAF = "b";

    private final VirtualTime time;
    private double loss;
    private final Map<String, Member> members = new HashMap<>();
    private final List<String> configured = new ArrayList<>();
    private final Map<String, Long> cutOffAt = new HashMap<>();
    private final Set<String> cutOff = new TreeSet<>();
    private final Set<Set<String>> parted = new HashSet<>();
    private final PlantedFault fault;
    private Runnable onLoss = () -> {};

    Network(VirtualTime time, double loss, PlantedFault fault) {
        this.time = time;
        this.loss = loss;
        this.fault = fault;
    }

    /** Told whenever a member counts as lost to another. */
    void onLoss(Runnable told) {
        onLoss = told;
    }

    /** @param place which of the configured nodes it is */
    Member join(String name, String place) {
        Member member = new Member(name, place);
        if (!configured.contains(place)) {
            configured.add(place);
        }
        for (Member other : members.values()) {
            if (other.up) {
                other.present.add(name);
                member.present.add(other.name);
            }
        }
        members.put(name, member);
        for (Member other : members.values()) {
            if (other != member && other.up && other.listener != null) {
                time.in(time.between(0, 50 * VirtualTime.MILLI), () -> other.listener.joined(name));
            }
        }
        return member;
    }

    void crash(String name, long noticedAfter) {
        Member gone = member(name);
        gone.up = false;
        time.in(noticedAfter, () -> members.values().forEach(other -> other.forget(name)));
    }

    void leave(String name) {
        Member gone = member(name);
        time.in(200 * VirtualTime.MILLI, () -> {
            gone.up = false;
            members.values().forEach(other -> other.forget(name));
        });
    }

    /** Whether this node was cut off within {@code within} of a moment: what it wrote then may have reached nobody. */
    boolean wasCutOffSoonAfter(String place, long moment, long within) {
        Long at = cutOffAt.get(place);
        return at != null && at >= moment && at <= moment + within;
    }

    void cutOff(String place) {
        cutOffAt.put(place, time.now());
        cutOff.add(place);
    }

    /** Cut off for so long that each side takes the other for gone. */
    void partition(String place, long noticedAfter) {
        cutOff(place);
        time.in(noticedAfter, () -> {
            for (Member one : List.copyOf(members.values())) {
                for (Member other : List.copyOf(members.values())) {
                    if (one.place.equals(place) != other.place.equals(place) && !reaches(one, other)) {
                        one.forget(other.name);
                    }
                }
            }
        });
    }

    /** These two do not hear each other, while both hear all others. */
    void part(String place, String other) {
        parted.add(Set.of(place, other));
    }

    boolean isParted(String place) {
        return parted.stream().anyMatch(two -> two.contains(place));
    }

    void heal() {
        cutOff.clear();
        parted.clear();
        for (Member one : members.values()) {
            for (Member other : members.values()) {
                if (one.up && other.up && one.present.add(other.name) && one.listener != null) {
                    one.listener.joined(other.name);
                }
            }
        }
    }

    /** From now on no message is lost. */
    void calm() {
        loss = 0;
    }

    /** Whether this member reaches a majority of the configured nodes that are up. */
    boolean hasMajority(String name) {
        Member self = member(name);
        long reached = members.values().stream()
                .filter(other -> other.up && reaches(self, other))
                .count();
        return self.up && 2 * reached > configured.size();
    }

    /** Whether what one sends now is read by the other at once. */
    boolean hears(String from, String to) {
        Member receiver = members.get(to);
        return receiver != null && receiver.up && !receiver.paused && reaches(from, to);
    }

    boolean isAnyPaused() {
        return members.values().stream().anyMatch(member -> member.up && member.paused);
    }

    boolean reaches(String from, String to) {
        return reaches(member(from), member(to));
    }

    private boolean reaches(Member from, Member to) {
        return from.place.equals(to.place)
                || (!cutOff.contains(from.place)
                        && !cutOff.contains(to.place)
                        && !parted.contains(Set.of(from.place, to.place)));
    }

    Member member(String name) {
        return Objects.requireNonNull(members.get(name));
    }

    /** One member's end of the bus. */
    final class Member implements MessageBus {

        private final String name;
        private final String place;
        private final Set<String> present = new TreeSet<>();
        private MessageBus.Listener listener;
        private boolean up = true;
        private boolean paused;

        Member(String name, String place) {
            this.name = name;
            this.place = place;
            present.add(name);
        }

        void paused(boolean now) {
            paused = now;
        }

        private void forget(String gone) {
            if (up && present.remove(gone) && listener != null) {
                onLoss.run();
                listener.left(gone);
            }
        }

        @Override
        public String self() {
            return name;
        }

        @Override
        public Set<String> present() {
            return new TreeSet<>(present);
        }

        @Override
        public void broadcast(byte[] message) {
            for (String other : present) {
                if (!other.equals(name)) {
                    send(other, message);
                }
            }
        }

        @Override
        public void send(String to, byte[] message) {
            if (!up) {
                return;
            }
            byte[] sent = fault == PlantedFault.MISSING_SLICE ? withoutHeard(message) : message;
            int copies = time.happens(loss) ? 0 : time.happens(0.02) ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                long delay = time.happens(0.03)
                        ? time.between(0, 2 * VirtualTime.SECOND)
                        : time.between(VirtualTime.MILLI, 30 * VirtualTime.MILLI);
                time.in(delay, () -> deliver(to, sent));
            }
        }

        private byte[] withoutHeard(byte[] message) {
            return place.equals(DEAF) ? Inside.withoutHeard(message) : message;
        }

        private void deliver(String to, byte[] message) {
            Member receiver = members.get(to);
            if (receiver != null && receiver.up && receiver.listener != null && reaches(this, receiver)) {
                receiver.listener.received(name, message);
            }
        }

        @Override
        public void listen(MessageBus.Listener heard) {
            this.listener = heard;
        }
    }
}
