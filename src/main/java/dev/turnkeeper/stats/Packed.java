package dev.turnkeeper.stats;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Many minutes in few bytes: numbers of seven bits a byte, zeros left out, the whole deflated. A record begins with a version
 * and a checksum of what is in it, by which two nodes tell whether theirs are the same.
 */
final class Packed {

    private static final byte VERSION = 1;
    private static final int HEAD = 1 + Integer.BYTES;
    private static final int LARGEST = 16 * 1024 * 1024;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    private Packed() {}

    /** @param minutes null where nothing happened */
    static byte[] pack(@Nullable Minute[] minutes) {
        Packed packed = new Packed();
        int next = 0;
        for (int i = 0; i < minutes.length; i++) {
            Minute minute = minutes[i];
            if (minute != null && !minute.isEmpty()) {
                packed.number(1 + i - next);
                next = i + 1;
                packed.minute(minute);
            }
        }
        packed.number(0);
        byte[] plain = packed.out.toByteArray();
        CRC32 checksum = new CRC32();
        checksum.update(plain);
        int sum = (int) checksum.getValue();
        packed.out.reset();
        packed.out.write(VERSION);
        for (int shift = 24; shift >= 0; shift -= 8) {
            packed.out.write(sum >>> shift);
        }
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] part = new byte[1_024];
            while (!deflater.finished()) {
                packed.out.write(part, 0, deflater.deflate(part));
            }
        } finally {
            deflater.end();
        }
        return packed.out.toByteArray();
    }

    /** The same for records that say the same, on all nodes. */
    static int checksum(byte[] record) {
        return record.length < HEAD
                ? 0
                : (record[1] & 0xFF) << 24 | (record[2] & 0xFF) << 16 | (record[3] & 0xFF) << 8 | record[4] & 0xFF;
    }

    /**
     * @param length of the array
     * @throws IllegalArgumentException where it is no record of a version known here
     */
    static @Nullable Minute[] unpack(byte[] record, int length) {
        if (record.length < HEAD || record[0] != VERSION) {
            throw new IllegalArgumentException("not a record of statistics");
        }
        byte[] plain = inflate(record);
        CRC32 checksum = new CRC32();
        checksum.update(plain);
        if ((int) checksum.getValue() != checksum(record)) {
            throw new IllegalArgumentException("a damaged record of statistics");
        }
        @Nullable Minute[] minutes = new @Nullable Minute[length];
        Reader in = new Reader(plain);
        int at = -1;
        for (long skip = in.number(); skip != 0; skip = in.number()) {
            at += Math.toIntExact(skip);
            if (at >= length) {
                throw new IllegalArgumentException("a record of statistics that is too long");
            }
            minutes[at] = in.minute();
        }
        return minutes;
    }

    private static byte[] inflate(byte[] record) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(record, HEAD, record.length - HEAD);
            ByteArrayOutputStream plain = new ByteArrayOutputStream(4 * record.length);
            byte[] part = new byte[4_096];
            while (!inflater.finished()) {
                int length = inflater.inflate(part);
                plain.write(part, 0, length);
                if (plain.size() > LARGEST || (length == 0 && inflater.needsInput())) {
                    throw new IllegalArgumentException("a damaged record of statistics");
                }
            }
            return plain.toByteArray();
        } catch (DataFormatException damaged) {
            throw new IllegalArgumentException("a damaged record of statistics", damaged);
        } finally {
            inflater.end();
        }
    }

    private void minute(Minute minute) {
        number(minute.quality().ordinal());
        counts(minute.counts());
        Waits waits = minute.waits();
        number(waits.buckets());
        long before = 0;
        for (int i = 0; i < waits.buckets(); i++) {
            number(waits.seconds(i) - before);
            before = waits.seconds(i);
            number(waits.visitors(i));
        }
        number(minute.local().size());
        new TreeMap<>(minute.local()).forEach((node, counted) -> {
            number(Integer.toUnsignedLong(node));
            counts(counted);
        });
    }

    private void counts(long[] counts) {
        int present = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                present |= 1 << i;
            }
        }
        number(present);
        for (long count : counts) {
            if (count != 0) {
                number(count);
            }
        }
    }

    private void number(long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        Minute minute() {
            int quality = (int) number();
            if (quality < 0 || quality >= Minute.Quality.values().length) {
                throw new IllegalArgumentException("a record of statistics of an unknown quality");
            }
            long[] counts = counts(Tally.AGREED.size());
            int buckets = length();
            long[] seconds = new long[buckets];
            long[] visitors = new long[buckets];
            long before = 0;
            for (int i = 0; i < buckets; i++) {
                before += number();
                seconds[i] = before;
                visitors[i] = number();
            }
            int nodes = length();
            Map<Integer, long[]> local = new TreeMap<>();
            for (int i = 0; i < nodes; i++) {
                int node = (int) number();
                local.put(node, counts(Tally.LOCAL.size()));
            }
            return new Minute(
                    Minute.Quality.values()[quality],
                    counts,
                    buckets == 0 ? Waits.NONE : new Waits(seconds, visitors),
                    local);
        }

        /** What a later version counts besides is left out. */
        private long[] counts(int known) {
            long present = number();
            long[] counts = new long[64];
            for (int i = 0; i < counts.length; i++) {
                if ((present & 1L << i) != 0) {
                    counts[i] = number();
                }
            }
            return Arrays.copyOf(counts, known);
        }

        private int length() {
            long length = number();
            if (length < 0 || length > bytes.length) {
                throw new IllegalArgumentException("a record of statistics that contradicts itself");
            }
            return (int) length;
        }

        private long number() {
            long number = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                if (at == bytes.length) {
                    throw new IllegalArgumentException("a record of statistics that breaks off");
                }
                byte next = bytes[at++];
                number |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return number;
                }
            }
            throw new IllegalArgumentException("a record of statistics with a number that does not end");
        }
    }
}
