package dev.turnkeeper.notice;

import dev.turnkeeper.answer.JsonText;
import dev.turnkeeper.state.NoAnswer;
import dev.turnkeeper.state.Once;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sees what begins and what ends. Every node looks; what the whole grid can see is noted on its one {@link Board}, by
 * whichever node is first. What happens just because the grid does not answer cannot be noted there: that is told by the
 * node that sees it, unless another one in its part of the grid was first.
 */
public final class Watch {

    static final long QUEUE_BEGINS_NANOS = TimeUnit.SECONDS.toNanos(5);
    static final long QUEUE_ENDS_NANOS = TimeUnit.SECONDS.toNanos(15);
    static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(15);
    static final long BACK_NANOS = TimeUnit.SECONDS.toNanos(5);
    static final long BYPASS_BEGINS_NANOS = TimeUnit.SECONDS.toNanos(3);
    static final long BYPASS_ENDS_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** A node that never comes back is not spoken of for ever. */
    static final long LONGEST_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private static final String QUEUE = "queue/";
    private static final String NODE = "node/";
    private static final String BYPASS = "bypass/";
    private static final String ALL_ROOMS = "rooms";
    private static final long WITHOUT_A_NAME_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final int MOST_CHANGES = 1_000;
    private static final long OWN_CLAIM_MILLIS = 120_000;

    private final Webhooks webhooks;
    private final Notices notices;
    private final Deliveries deliveries;
    private final Once once;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Steady steady = new Steady();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Own> own = new HashMap<>();
    private final Queue<LimitChange> changes = new ConcurrentLinkedQueue<>();

    /** @param said to each webhook, how often again */
    private record Own(Notice began, boolean ours, long atNanos, Map<String, Integer> said) {}

    private record LimitChange(
            String room, long version, long before, long after, Optional<String> by, long notBefore) {}

    /** @param nanos a monotonic clock */
    public Watch(
            Webhooks webhooks,
            Notices notices,
            Deliveries deliveries,
            Once once,
            InstantSource clock,
            LongSupplier nanos) {
        this.webhooks = webhooks;
        this.notices = notices;
        this.deliveries = deliveries;
        this.once = once;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Told by the node that made the change, which knows by whom, and by all others; those wait a moment for it. Any thread.
     *
     * @param version of the room after the change
     */
    public void limitChanged(String room, long version, long before, long after, Optional<String> by) {
        if (!webhooks.all().isEmpty() && changes.size() < MOST_CHANGES) {
            changes.add(new LimitChange(
                    room, version, before, after, by, nanos.getAsLong() + (by.isPresent() ? 0 : WITHOUT_A_NAME_NANOS)));
        }
    }

    /** Once a second, from one thread; may wait for the grid. */
    public void look(Sight sight) {
        seen.addAll(sight.members());
        Collection<Webhook> listening = webhooks.all();
        if (listening.isEmpty()) {
            changes.clear();
            return;
        }
        long now = nanos.getAsLong();
        if (sight.moving()) {
            lookAtLimits(sight, now);
            lookAtQueues(sight, now);
            lookAtTheSwitch(sight, now);
        }
        lookAtNodes(sight, now);
        lookAtBypasses(sight, now);
        repeat(sight, listening, now);
        Set<String> rooms = sight.rooms().keySet();
        Set<String> known = new HashSet<>(Set.of(BYPASS));
        rooms.forEach(room -> known.addAll(Set.of(QUEUE + room, BYPASS + room)));
        seen.forEach(node -> known.add(NODE + node));
        notices.now().lasting().keySet().forEach(known::add);
        steady.keep(known);
    }

    private void lookAtLimits(Sight sight, long now) {
        changes.removeIf(change -> {
            if (change.notBefore - now > 0) {
                return false;
            }
            JsonText data = new JsonText(96)
                    .field("room", change.room)
                    .field("before", change.before)
                    .field("after", change.after)
                    .field("by", change.by);
            Notice notice = Notice.ofRoom(
                    Kind.LIMIT_CHANGED,
                    "limit/" + change.room + "/" + change.version,
                    change.room,
                    at(),
                    sight.tick(),
                    data);
            notices.change(board -> board.once(notice));
            return true;
        });
    }

    private void lookAtQueues(Sight sight, long now) {
        sight.rooms().forEach((id, room) -> {
            boolean waits = room.waiting() > 0;
            if (steady.holds(QUEUE + id, waits, now, waits ? QUEUE_BEGINS_NANOS : QUEUE_ENDS_NANOS)
                    && waits != isOn(QUEUE + id)) {
                JsonText data = new JsonText(96)
                        .field("room", id)
                        .field("waiting", room.waiting())
                        .field("inside", room.inside())
                        .field("limit", room.limit());
                note(
                        waits,
                        Notice.ofRoom(
                                waits ? Kind.QUEUE_BEGAN : Kind.QUEUE_ENDED, QUEUE + id, id, at(), sight.tick(), data));
            }
        });
        // A room that was deleted.
        Set.copyOf(notices.now().lasting().keySet()).stream()
                .filter(about -> about.startsWith(QUEUE) && !sight.rooms().containsKey(about.substring(QUEUE.length())))
                .filter(about -> steady.holds(about, false, now, QUEUE_ENDS_NANOS))
                .forEach(about -> note(
                        false,
                        Notice.ofRoom(
                                Kind.QUEUE_ENDED,
                                about,
                                about.substring(QUEUE.length()),
                                at(),
                                sight.tick(),
                                new JsonText(64).field("room", about.substring(QUEUE.length())))));
    }

    private void lookAtTheSwitch(Sight sight, long now) {
        if (steady.holds(BYPASS, sight.bypass(), now, 0) && sight.bypass() != isOn(BYPASS)) {
            note(
                    sight.bypass(),
                    Notice.of(
                            sight.bypass() ? Kind.BYPASS_BEGAN : Kind.BYPASS_ENDED,
                            BYPASS,
                            ALL_ROOMS,
                            Optional.empty(),
                            at(),
                            sight.tick(),
                            new JsonText(48).field("cause", "emergency")));
        }
    }

    private void lookAtNodes(Sight sight, long now) {
        // Who said goodbye is not lost; it may be seen again.
        seen.removeIf(node -> !sight.members().contains(node) && sight.leaving().contains(node));
        Set<String> nodes = new HashSet<>(seen);
        notices.now().lasting().keySet().stream()
                .filter(about -> about.startsWith(NODE))
                .forEach(about -> nodes.add(about.substring(NODE.length())));
        for (String node : nodes) {
            boolean lost = !sight.members().contains(node);
            if (!steady.holds(NODE + node, lost, now, lost ? LOST_NANOS : BACK_NANOS)) {
                continue;
            }
            Notice notice = Notice.of(
                    lost ? Kind.NODE_LOST : Kind.NODE_BACK,
                    NODE + node,
                    "nodes/" + node,
                    Optional.empty(),
                    at(),
                    sight.tick(),
                    new JsonText(64)
                            .field("node", node)
                            .field("present", sight.members().size()));
            if (!sight.moving()) {
                if (!lost || !isOn(NODE + node)) {
                    noteHere(lost, notice, now);
                }
            } else if (seen.contains(node) && lost && !isOn(NODE + node) || !lost && isOn(NODE + node)) {
                note(lost, notice);
            }
            if (sight.moving() && own.containsKey(NODE + node)) {
                if (lost) {
                    // The grid speaks of it from here on.
                    own.remove(NODE + node);
                } else {
                    noteHere(false, notice, now);
                }
            }
        }
    }

    private void lookAtBypasses(Sight sight, long now) {
        Map<String, Boolean> rooms = new HashMap<>();
        own.keySet().stream()
                .filter(about -> about.startsWith(BYPASS))
                .forEach(about -> rooms.put(about.substring(BYPASS.length()), false));
        sight.rooms().forEach((id, room) -> rooms.put(id, room.bypass()));
        rooms.forEach((id, bypass) -> {
            if (steady.holds(BYPASS + id, bypass, now, bypass ? BYPASS_BEGINS_NANOS : BYPASS_ENDS_NANOS)) {
                noteHere(
                        bypass,
                        Notice.ofRoom(
                                bypass ? Kind.BYPASS_BEGAN : Kind.BYPASS_ENDED,
                                BYPASS + id,
                                id,
                                at(),
                                sight.tick(),
                                new JsonText(64).field("room", id).field("cause", "failureMode")),
                        now);
            }
        });
    }

    private void repeat(Sight sight, Collection<Webhook> listening, long now) {
        if (sight.moving()) {
            notices.now().lasting().values().forEach(lasting -> {
                Notice began = lasting.began();
                listening.forEach(webhook -> {
                    int times = times(webhook, began, sight.tick() - began.tick());
                    if (times > lasting.said().getOrDefault(webhook.id(), 0)) {
                        notices.change(board -> board.again(began.about(), webhook.id(), times));
                    }
                });
            });
        }
        own.values().stream()
                .filter(Own::ours)
                .forEach(mine -> listening.forEach(webhook -> {
                    int times = times(webhook, mine.began, TimeUnit.NANOSECONDS.toSeconds(now - mine.atNanos));
                    if (times > mine.said.getOrDefault(webhook.id(), 0)) {
                        mine.said.put(webhook.id(), times);
                        deliveries.expect(mine.began.again(times, webhook.id()));
                    }
                }));
    }

    private static int times(Webhook webhook, Notice began, long seconds) {
        int every = webhook.repeatSeconds().getOrDefault(began.kind(), 0);
        return every == 0 || seconds > LONGEST_SECONDS || !webhook.wants(began.again(1, webhook.id()))
                ? 0
                : (int) (seconds / every);
    }

    private boolean isOn(String about) {
        return notices.now().isOn(about);
    }

    private void note(boolean begins, Notice notice) {
        notices.change(board -> begins ? board.begin(notice) : board.end(notice));
    }

    /** By this node, where it is the first that it knows of to see it. */
    private void noteHere(boolean begins, Notice notice, long now) {
        if (!begins) {
            Own was = own.remove(notice.about());
            if (was != null && was.ours) {
                deliveries.expect(notice);
            }
        } else if (!own.containsKey(notice.about())) {
            boolean first = isFirst(notice);
            own.put(notice.about(), new Own(notice, first, now, new HashMap<>()));
            if (first) {
                deliveries.expect(notice);
            }
        }
    }

    /** Where not even that is answered, twice is better than never. */
    private boolean isFirst(Notice notice) {
        try {
            return NoAnswer.await(once.first(
                    "notice/" + notice.kind().written() + "/" + notice.about() + "/" + notice.tick(),
                    OWN_CLAIM_MILLIS));
        } catch (NoAnswer none) {
            return true;
        }
    }

    private Instant at() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
