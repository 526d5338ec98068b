package dev.turnkeeper.visit;

import dev.turnkeeper.queue.QueueView;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomTraffic;
import dev.turnkeeper.tick.Ledger;
import dev.turnkeeper.tick.LedgerName;
import dev.turnkeeper.tick.Ledgers;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What operators watch, worked out once for each room and second, however many watch. */
public final class LiveRooms {

    /** Who was not looked at for so long begins anew: else a second's flow would be that of minutes. */
    private static final long STALE_SECONDS = 3;

    private final Ledgers ledgers;
    private final RoomTraffic traffic;
    private final ConcurrentHashMap<RoomId, Sample> latest = new ConcurrentHashMap<>();

    public LiveRooms(Ledgers ledgers, RoomTraffic traffic) {
        this.ledgers = ledgers;
        this.traffic = traffic;
    }

    /** @param second of any clock that everybody who asks here shares; the same answer for all who ask in one */
    public RoomLive now(Room room, long second) {
        Sample sample = latest.compute(
                room.id(),
                (id, before) -> before != null && before.second == second
                        ? before
                        : sample(room, second, Optional.ofNullable(before)));
        return sample.live;
    }

    private Sample sample(Room room, long second, Optional<Sample> before) {
        Ledger ledger = ledgers.of(new LedgerName(room.id().value(), room.generation()));
        QueueView view = ledger.view();
        Optional<Sample> comparable = before.filter(
                sample -> sample.generation == room.generation() && second - sample.second <= STALE_SECONDS);
        long seconds = comparable.map(sample -> second - sample.second).orElse(1L);
        long inflow = comparable.map(sample -> inflow(sample.view, view)).orElse(0L);
        long outflow = comparable.map(sample -> outflow(sample.view, view)).orElse(0L);
        RoomLive live = new RoomLive(
                Math.round((double) inflow / seconds),
                traffic.waiting(room.id()),
                traffic.inside(room.id()),
                Math.round((double) outflow / seconds),
                view.serving(),
                view.issued(),
                ledger.waited());
        return new Sample(second, room.generation(), view, live);
    }

    /** Without the positions that were burnt: nobody had one of those. */
    static long inflow(QueueView before, QueueView now) {
        return now.issued() <= before.issued()
                ? 0
                : now.livingIn(before.issued(), now.issued()).size();
    }

    /** Those that waited and serving passed, and the newcomers that it was ahead of. */
    static long outflow(QueueView before, QueueView now) {
        long waited = before.admittedBetween(Math.min(now.serving(), before.issued()));
        long upTo = Math.min(now.serving(), now.issued());
        return waited
                + (upTo <= before.issued()
                        ? 0
                        : now.livingIn(before.issued(), upTo).size());
    }

    private record Sample(long second, long generation, QueueView view, RoomLive live) {}
}
