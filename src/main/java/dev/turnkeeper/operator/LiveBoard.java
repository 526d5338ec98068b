package dev.turnkeeper.operator;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.stream.Source;
import dev.turnkeeper.visit.RoomLive;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Every room's last minutes, second by second. One thread writes, all may read. */
final class LiveBoard implements Source, AutoCloseable {

    static final int KEPT = 600;

    private static final Logger LOG = System.getLogger(LiveBoard.class.getName());

    private final Supplier<Collection<Room>> rooms;
    private final BiFunction<Room, Long, RoomLive> numbers;
    private final InstantSource clock;
    private final ScheduledExecutorService looking;
    private final Map<RoomId, Recent> byRoom = new ConcurrentHashMap<>();
    private volatile long seconds;

    LiveBoard(Supplier<Collection<Room>> rooms, BiFunction<Room, Long, RoomLive> numbers, InstantSource clock) {
        this.rooms = rooms;
        this.numbers = numbers;
        this.clock = clock;
        this.looking = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "turnkeeper-live");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks once a second from now on. */
    void start() {
        looking.scheduleAtFixedRate(this::tryToLook, 0, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }

    private void tryToLook() {
        try {
            look();
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "the rooms' numbers could not be read, and are again in a second", failed);
        }
    }

    void look() {
        Instant now = clock.instant();
        Collection<Room> present = rooms.get();
        for (Room room : present) {
            byRoom.computeIfAbsent(room.id(), absent -> new Recent())
                    .add(new LiveSecond(now, room.state(), room.limit(), numbers.apply(room, now.getEpochSecond())));
        }
        byRoom.keySet().retainAll(present.stream().map(Room::id).toList());
        seconds++;
    }

    /** How many seconds were looked at: another number with every new one. */
    @Override
    public long version() {
        return seconds;
    }

    /** Oldest first; empty where the room is not known (yet). */
    List<LiveSecond> recent(RoomId room) {
        Recent recent = byRoom.get(room);
        return recent == null ? List.of() : recent.all();
    }

    /** Empty where the room is not known (yet). */
    List<LiveSecond> latest(RoomId room) {
        Recent recent = byRoom.get(room);
        return recent == null ? List.of() : recent.latest();
    }

    /** One room's last ten minutes. */
    private static final class Recent {

        private final Deque<LiveSecond> seconds = new ArrayDeque<>();

        synchronized void add(LiveSecond second) {
            seconds.add(second);
            if (seconds.size() > KEPT) {
                seconds.removeFirst();
            }
        }

        synchronized List<LiveSecond> all() {
            return List.copyOf(seconds);
        }

        /** Empty before the first. */
        synchronized List<LiveSecond> latest() {
            return seconds.isEmpty() ? List.of() : List.of(seconds.getLast());
        }
    }
}
