package dev.turnkeeper.notice;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the grid has noted: what goes on now, by what it is about, and the latest notices, oldest first. A change answers
 * the next board, or empty where it is noted already: so each thing is noted once, however many nodes see it.
 */
record Board(long last, SortedMap<String, Lasting> lasting, List<Notice> latest) {

    /** So many are kept until all nodes have heard of them; a node that did not in time learns from who sends. */
    static final int KEPT = 32;

    /** What goes on at once; more is not told. */
    static final int MOST_LASTING = 1_000;

    static final Board EMPTY = new Board(0, new TreeMap<>(), List.of());

    private static final int FORMAT = 1;

    /** @param said how often it was said again, by webhook */
    record Lasting(Notice began, Map<String, Integer> said) {}

    boolean isOn(String about) {
        return lasting.containsKey(about);
    }

    Optional<Board> begin(Notice notice) {
        if (isOn(notice.about()) || lasting.size() >= MOST_LASTING) {
            return Optional.empty();
        }
        Notice numbered = notice.numbered(last + 1);
        SortedMap<String, Lasting> next = new TreeMap<>(lasting);
        next.put(notice.about(), new Lasting(numbered, Map.of()));
        return Optional.of(with(next, numbered));
    }

    Optional<Board> end(Notice notice) {
        if (!isOn(notice.about())) {
            return Optional.empty();
        }
        SortedMap<String, Lasting> next = new TreeMap<>(lasting);
        next.remove(notice.about());
        return Optional.of(with(next, notice.numbered(last + 1)));
    }

    /** What does not last. */
    Optional<Board> once(Notice notice) {
        return latest.stream().anyMatch(known -> known.about().equals(notice.about()))
                ? Optional.empty()
                : Optional.of(with(lasting, notice.numbered(last + 1)));
    }

    /** Says it to a webhook for the {@code times}-th time after the first. */
    Optional<Board> again(String about, String webhook, int times) {
        Lasting now = lasting.get(about);
        if (now == null || now.said.getOrDefault(webhook, 0) >= times) {
            return Optional.empty();
        }
        Map<String, Integer> said = new TreeMap<>(now.said);
        said.put(webhook, times);
        SortedMap<String, Lasting> next = new TreeMap<>(lasting);
        next.put(about, new Lasting(now.began, said));
        return Optional.of(with(next, now.began.again(times, webhook).numbered(last + 1)));
    }

    private Board with(SortedMap<String, Lasting> next, Notice notice) {
        List<Notice> more = new ArrayList<>(latest);
        more.add(notice);
        return new Board(last + 1, next, List.copyOf(more.subList(Math.max(0, more.size() - KEPT), more.size())));
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(last);
            out.writeShort(lasting.size());
            for (Lasting now : lasting.values()) {
                now.began.write(out);
                out.writeShort(now.said.size());
                for (Map.Entry<String, Integer> said : now.said.entrySet()) {
                    out.writeUTF(said.getKey());
                    out.writeInt(said.getValue());
                }
            }
            out.writeShort(latest.size());
            for (Notice notice : latest) {
                notice.write(out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory took no bytes", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalStateException where the bytes are no board of this version */
    static Board ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Format.need("notices", FORMAT, in.readUnsignedByte());
            long last = in.readLong();
            SortedMap<String, Lasting> lasting = new TreeMap<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                Notice began = Notice.read(in);
                Map<String, Integer> said = new TreeMap<>();
                for (int more = in.readUnsignedShort(); more > 0; more--) {
                    said.put(in.readUTF(), in.readInt());
                }
                lasting.put(began.about(), new Lasting(began, said));
            }
            List<Notice> latest = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                latest.add(Notice.read(in));
            }
            return new Board(last, lasting, List.copyOf(latest));
        } catch (IOException broken) {
            throw new IllegalStateException("the stored bytes of the notices are broken", broken);
        }
    }
}
