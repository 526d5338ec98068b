package dev.turnkeeper.stats;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ObjLongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Every minute of the last forty days, an hour in a record, and every quarter of an hour of the last two years, a day in a
 * record. Quarters and not hours, since there are zones half an hour and three quarters off. One thread writes, all may read.
 */
final class Archive {

    static final long MINUTES_KEPT = 40 * 24 * 60;
    static final long QUARTERS_KEPT = 731 * 24 * 4;

    private static final Logger LOG = System.getLogger(Archive.class.getName());
    private static final int MINUTES = 60;
    private static final int QUARTERS = 96;
    private static final long HOURS_ROLLED_AGAIN = 48;

    /** Hours are held in memory for so long after their last change. */
    private static final long HOURS_AT_HAND = 2;

    private final Shelf shelf;

    /** Hours that change. An array in here is never changed, but replaced. */
    private final ConcurrentSkipListMap<String, @Nullable Minute[]> atHand = new ConcurrentSkipListMap<>();

    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
    private final Set<String> unrolled = ConcurrentHashMap.newKeySet();

    /** The last day on which something happened in a room. */
    private final Map<String, Long> lastDays = new ConcurrentHashMap<>();

    private volatile long now;
    private long tidiedAt;

    /** @param now this minute, since 1970 */
    Archive(Shelf shelf, long now) {
        this.shelf = shelf;
        this.now = now;
        // Where the node died before it rolled them up.
        shelf.forEach(
                Shelf.Kind.HOURS,
                key(hourOf(now) - HOURS_ROLLED_AGAIN),
                key(hourOf(now) + 1),
                (key, record) -> unrolled.add(key));
        shelf.forEach(
                Shelf.Kind.ROOMS,
                "",
                "{",
                (room, day) -> lastDays.put(room, ByteBuffer.wrap(day).getLong()));
    }

    /** Puts it to what is known of this minute; one of long ago, or of the future, is nothing. */
    void merge(String room, long minute, Minute found) {
        change(room, minute, known -> known == null ? found : known.with(found));
    }

    /** What is known of this minute may be wrong by a moment at its ends. */
    void blur(String room, long minute) {
        change(room, minute, known -> known == null ? null : known.atMost(Minute.Quality.BLURRED));
    }

    private void change(String room, long minute, UnaryOperator<@Nullable Minute> change) {
        if (minute < now - MINUTES_KEPT || minute > now + MINUTES) {
            return;
        }
        String key = key(hourOf(minute), room);
        int at = (int) Math.floorMod(minute, (long) MINUTES);
        @Nullable Minute[] hour = hour(key);
        Minute changed = change.apply(hour[at]);
        if (changed == null || changed.equals(hour[at])) {
            return;
        }
        happened(room, dayOf(minute));
        @Nullable Minute[] copy = hour.clone();
        copy[at] = changed;
        atHand.put(key, copy);
        unwritten.add(key);
        unrolled.add(key);
    }

    /** Writes down what changed, rolls up what is over, and forgets what is too old. @param minute it is now */
    void keep(long minute) {
        now = minute;
        write();
        roll();
        if (tidiedAt != hourOf(minute)) {
            tidiedAt = hourOf(minute);
            shelf.removeBefore(Shelf.Kind.HOURS, key(hourOf(minute - MINUTES_KEPT)));
            shelf.removeBefore(Shelf.Kind.DAYS, key(dayOf(minute - QUARTERS_KEPT * 15)));
        }
        shelf.commit();
        String old = key(hourOf(minute) - HOURS_AT_HAND);
        atHand.headMap(old).keySet().removeIf(key -> !unwritten.contains(key) && !unrolled.contains(key));
    }

    private void write() {
        for (String key : Set.copyOf(unwritten)) {
            unwritten.remove(key);
            shelf.put(Shelf.Kind.HOURS, key, Packed.pack(hour(key)));
        }
    }

    private void roll() {
        String running = key(hourOf(now));
        for (String key : Set.copyOf(unrolled)) {
            if (key.compareTo(running) < 0) {
                long hour = unitOf(key);
                String day = key(Math.floorDiv(hour, 24), roomOf(key));
                @Nullable Minute[] quarters = day(day);
                @Nullable Minute[] minutes = hour(key);
                int first = (int) Math.floorMod(hour, 24L) * 4;
                for (int quarter = 0; quarter < 4; quarter++) {
                    quarters[first + quarter] = together(minutes, 15 * quarter, 15 * quarter + 15);
                }
                shelf.put(Shelf.Kind.DAYS, day, Packed.pack(quarters));
                unrolled.remove(key);
            }
        }
    }

    /** Each minute in which something happened. @param from since 1970; @param to is left out */
    void minutes(String room, long from, long to, ObjLongConsumer<Minute> each) {
        for (long hour = hourOf(from); hour * MINUTES < to; hour++) {
            each(hour(key(hour, room)), hour * MINUTES, from, to, each);
        }
    }

    /** Each quarter of an hour in which something happened. @param from since 1970; @param to is left out */
    void quarters(String room, long from, long to, ObjLongConsumer<Minute> each) {
        for (long day = Math.floorDiv(from, (long) QUARTERS); day * QUARTERS < to; day++) {
            @Nullable Minute[] quarters = day(key(day, room));
            for (int hour = 0; hour < 24 && day >= dayOf(now - MINUTES_KEPT); hour++) {
                String key = key(day * 24 + hour, room);
                if (unrolled.contains(key)) {
                    @Nullable Minute[] minutes = hour(key);
                    for (int quarter = 0; quarter < 4; quarter++) {
                        quarters[4 * hour + quarter] = together(minutes, 15 * quarter, 15 * quarter + 15);
                    }
                }
            }
            each(quarters, day * QUARTERS, from, to, each);
        }
    }

    private static void each(@Nullable Minute[] all, long first, long from, long to, ObjLongConsumer<Minute> each) {
        for (int i = 0; i < all.length; i++) {
            Minute one = all[i];
            if (one != null && first + i >= from && first + i < to) {
                each.accept(one, first + i);
            }
        }
    }

    private static @Nullable Minute together(@Nullable Minute[] minutes, int from, int to) {
        Sum sum = new Sum();
        for (int i = from; i < to; i++) {
            Minute minute = minutes[i];
            if (minute != null) {
                sum.add(minute);
            }
        }
        Minute together = sum.minute();
        return together.isEmpty() ? null : together;
    }

    /** Whether anything is kept of this room; any thread. */
    boolean knows(String room) {
        return lastDays.getOrDefault(room, Long.MIN_VALUE) >= dayOf(now - QUARTERS_KEPT * 15);
    }

    private void happened(String room, long day) {
        if (day > lastDays.getOrDefault(room, Long.MIN_VALUE)) {
            lastDays.put(room, day);
            shelf.put(
                    Shelf.Kind.ROOMS,
                    room,
                    ByteBuffer.allocate(Long.BYTES).putLong(day).array());
        }
    }

    /**
     * A number for each hour or day of which something is known, the same on nodes whose records of it are the same.
     *
     * @param from first hour, or day, since 1970
     * @param to is left out
     */
    Map<Long, Long> digests(Shelf.Kind kind, long from, long to) {
        write();
        Map<Long, Long> digests = new TreeMap<>();
        shelf.forEach(
                kind,
                key(from),
                key(to),
                (key, record) -> digests.merge(
                        unitOf(key),
                        mixed(31L * key.hashCode() + Packed.checksum(record)),
                        (one, other) -> one ^ other));
        return digests;
    }

    /** Every room's record of this hour, or day. */
    Map<String, byte[]> records(Shelf.Kind kind, long unit) {
        write();
        Map<String, byte[]> records = new TreeMap<>();
        shelf.forEach(kind, key(unit), key(unit + 1), (key, record) -> records.put(roomOf(key), record));
        return records;
    }

    /** What another node knows, put to what is known here; what cannot be read is nothing. */
    void take(Shelf.Kind kind, long unit, String room, byte[] record) {
        try {
            if (kind == Shelf.Kind.HOURS) {
                @Nullable Minute[] minutes = Packed.unpack(record, MINUTES);
                for (int i = 0; i < minutes.length; i++) {
                    Minute minute = minutes[i];
                    if (minute != null) {
                        merge(room, unit * MINUTES + i, minute);
                    }
                }
            } else {
                takeDay(unit, room, Packed.unpack(record, QUARTERS));
            }
        } catch (IllegalArgumentException unreadable) {
            LOG.log(
                    Level.WARNING,
                    "another node told statistics that cannot be read here: {0}",
                    unreadable.getMessage());
        }
    }

    private void takeDay(long day, String room, @Nullable Minute[] theirs) {
        if (day < dayOf(now - QUARTERS_KEPT * 15) || day > dayOf(now)) {
            return;
        }
        String key = key(day, room);
        @Nullable Minute[] ours = day(key);
        for (int i = 0; i < QUARTERS; i++) {
            Minute their = theirs[i];
            Minute our = ours[i];
            ours[i] = our == null || their == null ? (our == null ? their : our) : our.with(their);
        }
        happened(room, day);
        shelf.put(Shelf.Kind.DAYS, key, Packed.pack(ours));
    }

    void close() {
        keep(now);
        shelf.close();
    }

    /** Not to be changed. */
    private @Nullable Minute[] hour(String key) {
        @Nullable Minute[] hour = atHand.get(key);
        return hour != null ? hour : read(Shelf.Kind.HOURS, key, MINUTES);
    }

    private @Nullable Minute[] day(String key) {
        return read(Shelf.Kind.DAYS, key, QUARTERS);
    }

    private @Nullable Minute[] read(Shelf.Kind kind, String key, int length) {
        byte[] record = shelf.get(kind, key).orElse(null);
        if (record != null) {
            try {
                return Packed.unpack(record, length);
            } catch (IllegalArgumentException damaged) {
                LOG.log(Level.WARNING, "statistics of {0} are lost: {1}", key, damaged.getMessage());
            }
        }
        return new @Nullable Minute[length];
    }

    static long hourOf(long minute) {
        return Math.floorDiv(minute, (long) MINUTES);
    }

    static long dayOf(long minute) {
        return Math.floorDiv(minute, 24L * MINUTES);
    }

    /** The first key of an hour, or a day: they come in the order of time. */
    private static String key(long unit) {
        return key(unit, "");
    }

    private static String key(long unit, String room) {
        return String.format("%08x/%s", Math.max(0, unit), room);
    }

    private static long unitOf(String key) {
        return Long.parseLong(key.substring(0, 8), 16);
    }

    private static String roomOf(String key) {
        return key.substring(9);
    }

    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 32) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }
}
