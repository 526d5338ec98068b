package dev.turnkeeper.stats;

import dev.turnkeeper.state.MessageBus;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What nodes tell each other of statistics: what each alone saw, as it happens, and whole hours and days to who lacks them.
 * Who was away asks the others for a number of each hour, which two records share only where they say the same, and then for
 * the hours of which it differs, newest first, one at a time. Records only get better by it, so late, doubled and lost
 * messages do no harm. Everything happens on the executor.
 */
final class Gossip implements MessageBus.Listener {

    private static final Logger LOG = System.getLogger(Gossip.class.getName());

    private static final byte VERSION = 1;
    private static final byte SEEN = 1;
    private static final byte ASK_DIGESTS = 2;
    private static final byte DIGESTS = 3;
    private static final byte ASK_RECORDS = 4;
    private static final byte RECORDS = 5;

    private static final int LARGEST_LETTER = 256 * 1024;
    private static final int RETRY = 10;

    private final MessageBus bus;
    private final Executor executor;
    private final Archive archive;

    /** Who was not asked for all of it yet, or did not answer: for how many seconds. */
    private final Map<Ask, Integer> unanswered = new HashMap<>();

    private final Deque<Want> wanted = new ArrayDeque<>();
    private int waiting;
    private boolean begun;
    private long now;

    private record Ask(String member, Shelf.Kind kind) {}

    private record Want(String member, Shelf.Kind kind, long unit) {}

    Gossip(MessageBus bus, Executor executor, Archive archive) {
        this.bus = bus;
        this.executor = executor;
        this.archive = archive;
        bus.listen(this);
    }

    /** From now on it asks. */
    void begin() {
        begun = true;
    }

    /** Once a second. @param minute it is */
    void step(long minute) {
        now = minute;
        if (!begun) {
            return;
        }
        unanswered.replaceAll((ask, seconds) -> {
            if (seconds % RETRY == 0) {
                askAll(ask);
            }
            return seconds + 1;
        });
        if (waiting > 0 && --waiting == 0) {
            Want lost = wanted.poll();
            if (lost != null) {
                unanswered.put(new Ask(lost.member(), lost.kind()), 0);
            }
            askNext();
        }
    }

    private void askAll(Ask ask) {
        if (ask.kind() == Shelf.Kind.HOURS) {
            long hour = Archive.hourOf(now);
            askDigests(ask.member(), ask.kind(), hour - Archive.MINUTES_KEPT / 60, hour + 1);
        } else {
            long day = Archive.dayOf(now);
            askDigests(
                    ask.member(), ask.kind(), day - Archive.QUARTERS_KEPT / 96, day - Archive.MINUTES_KEPT / (24 * 60));
        }
    }

    /** Asks all for the last hours: something may have come late, or not at all. */
    void compare(long hours) {
        if (begun) {
            long hour = Archive.hourOf(now);
            bus.present().stream()
                    .filter(member -> !member.equals(bus.self()))
                    .forEach(member -> askDigests(member, Shelf.Kind.HOURS, hour - hours, hour + 1));
        }
    }

    /** @param node that saw it @param counts by room, so far in this minute */
    void tell(long minute, int node, Map<String, long[]> counts) {
        bus.broadcast(letter(out -> {
            out.writeByte(SEEN);
            out.writeLong(minute);
            out.writeInt(node);
            out.writeInt(counts.size());
            for (Map.Entry<String, long[]> entry : counts.entrySet()) {
                text(out, entry.getKey());
                for (long count : entry.getValue()) {
                    out.writeLong(count);
                }
            }
        }));
    }

    private void askDigests(String member, Shelf.Kind kind, long from, long to) {
        bus.send(member, letter(out -> {
            out.writeByte(ASK_DIGESTS);
            out.writeByte(kind.ordinal());
            out.writeLong(from);
            out.writeLong(to);
        }));
    }

    @Override
    public void received(String from, byte[] message) {
        executor.execute(() -> {
            try {
                read(from, ByteBuffer.wrap(message));
            } catch (BufferUnderflowException | IllegalArgumentException unreadable) {
                LOG.log(Level.DEBUG, "a letter about statistics that cannot be read here", unreadable);
            }
        });
    }

    @Override
    public void joined(String member) {
        executor.execute(() -> {
            unanswered.put(new Ask(member, Shelf.Kind.HOURS), 0);
            unanswered.put(new Ask(member, Shelf.Kind.DAYS), 0);
        });
    }

    @Override
    public void left(String member) {
        executor.execute(() -> {
            unanswered.keySet().removeIf(ask -> ask.member().equals(member));
            wanted.removeIf(want -> want.member().equals(member));
        });
    }

    private void read(String from, ByteBuffer in) {
        if (in.get() != VERSION) {
            return;
        }
        switch (in.get()) {
            case SEEN -> seen(in);
            case ASK_DIGESTS -> sendDigests(from, kind(in), in.getLong(), in.getLong());
            case DIGESTS -> differ(from, in);
            case ASK_RECORDS -> sendRecords(from, kind(in), in.getLong());
            case RECORDS -> take(in);
            default -> {
                // Of a later version.
            }
        }
    }

    private void seen(ByteBuffer in) {
        long minute = in.getLong();
        int node = in.getInt();
        for (int rooms = in.getInt(); rooms > 0; rooms--) {
            String room = text(in);
            long[] counts = new long[Tally.LOCAL.size()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = in.getLong();
            }
            archive.merge(room, minute, Minute.of(node, counts));
        }
    }

    private void sendDigests(String to, Shelf.Kind kind, long from, long until) {
        Map<Long, Long> digests = archive.digests(kind, from, until);
        bus.send(to, letter(out -> {
            out.writeByte(DIGESTS);
            out.writeByte(kind.ordinal());
            out.writeLong(from);
            out.writeLong(until);
            out.writeInt(digests.size());
            for (Map.Entry<Long, Long> entry : digests.entrySet()) {
                out.writeLong(entry.getKey());
                out.writeLong(entry.getValue());
            }
        }));
    }

    private void differ(String from, ByteBuffer in) {
        Shelf.Kind kind = kind(in);
        Map<Long, Long> ours = archive.digests(kind, in.getLong(), in.getLong());
        unanswered.remove(new Ask(from, kind));
        Deque<Want> newestFirst = new ArrayDeque<>();
        for (int units = in.getInt(); units > 0; units--) {
            long unit = in.getLong();
            long digest = in.getLong();
            Want want = new Want(from, kind, unit);
            if (ours.getOrDefault(unit, 0L) != digest && !wanted.contains(want)) {
                newestFirst.addFirst(want);
            }
        }
        wanted.addAll(newestFirst);
        if (waiting == 0) {
            askNext();
        }
    }

    private void askNext() {
        Want next = wanted.peek();
        if (next == null) {
            return;
        }
        waiting = RETRY;
        bus.send(next.member(), letter(out -> {
            out.writeByte(ASK_RECORDS);
            out.writeByte(next.kind().ordinal());
            out.writeLong(next.unit());
        }));
    }

    private void sendRecords(String to, Shelf.Kind kind, long unit) {
        Map<String, byte[]> part = new HashMap<>();
        int size = 0;
        for (Map.Entry<String, byte[]> entry : archive.records(kind, unit).entrySet()) {
            part.put(entry.getKey(), entry.getValue());
            size += entry.getValue().length;
            if (size > LARGEST_LETTER) {
                sendRecords(to, kind, unit, part, false);
                part.clear();
                size = 0;
            }
        }
        sendRecords(to, kind, unit, part, true);
    }

    private void sendRecords(String to, Shelf.Kind kind, long unit, Map<String, byte[]> part, boolean last) {
        bus.send(to, letter(out -> {
            out.writeByte(RECORDS);
            out.writeByte(kind.ordinal());
            out.writeLong(unit);
            out.writeBoolean(last);
            out.writeInt(part.size());
            for (Map.Entry<String, byte[]> entry : part.entrySet()) {
                text(out, entry.getKey());
                out.writeInt(entry.getValue().length);
                out.write(entry.getValue());
            }
        }));
    }

    private void take(ByteBuffer in) {
        Shelf.Kind kind = kind(in);
        long unit = in.getLong();
        boolean last = in.get() != 0;
        for (int rooms = in.getInt(); rooms > 0; rooms--) {
            String room = text(in);
            byte[] record = bytes(in);
            archive.take(kind, unit, room, record);
        }
        Want awaited = wanted.peek();
        if (last && awaited != null && awaited.kind() == kind && awaited.unit() == unit) {
            wanted.poll();
            waiting = 0;
            askNext();
        }
    }

    private static Shelf.Kind kind(ByteBuffer in) {
        int kind = in.get();
        if (kind != Shelf.Kind.HOURS.ordinal() && kind != Shelf.Kind.DAYS.ordinal()) {
            throw new IllegalArgumentException("no kind of records is " + kind);
        }
        return Shelf.Kind.values()[kind];
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("it breaks off");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] letter(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            body.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
