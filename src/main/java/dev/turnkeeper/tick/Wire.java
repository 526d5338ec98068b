package dev.turnkeeper.tick;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.History;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.TickDecision;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The bytes of messages and decisions, each beginning with a version. Only bytes go into the grid: no class for another
 * node's class loader to find, and a node of the next version can still read this one's.
 */
final class Wire {

    private static final byte VERSION = 1;
    private static final byte TOLD = 1;
    private static final byte WHOLE = 2;
    private static final byte ASK = 3;

    /** Why places are gone follows the rest of a message: a node that does not know of it leaves it. */
    private static final byte ENDED = 1;

    /** And where they were taken from. */
    private static final byte FROM = 2;

    private static final List<End> ENDS = List.of(End.REVOKED, End.COMPLETED, End.CANCELLED, End.EXPIRED);

    private Wire() {}

    static byte[] encode(Message message) {
        return write(out -> {
            if (message instanceof Message.Told told) {
                out.writeByte(TOLD);
                out.writeLong(told.number());
                out.writeLong(told.tick());
                out.writeLong(told.completeThrough());
                out.writeBoolean(told.goodbye());
                list(out, told.increments(), Wire::increment);
                list(out, List.copyOf(told.decisions().entrySet()), (to, entry) -> {
                    ledger(to, entry.getKey());
                    bytes(to, entry.getValue());
                });
                ended(out, told.increments().stream().collect(Collectors.toMap(Increment::ledger, Increment::ended)));
                from(out, told.increments().stream().collect(Collectors.toMap(Increment::ledger, Increment::from)));
            } else if (message instanceof Message.Whole whole) {
                out.writeByte(WHOLE);
                out.writeLong(whole.number());
                out.writeLong(whole.completeThrough());
                list(out, whole.ledgers(), Wire::copy);
                list(out, whole.tickets(), Wire::bytes);
                ended(
                        out,
                        whole.ledgers().stream().collect(Collectors.toMap(Message.Copy::ledger, Message.Copy::ended)));
                from(out, whole.ledgers().stream().collect(Collectors.toMap(Message.Copy::ledger, Message.Copy::from)));
            } else if (message instanceof Message.Ask ask) {
                out.writeByte(ASK);
                out.writeBoolean(ask.tickets());
                list(out, List.copyOf(ask.since().entrySet()), (to, entry) -> {
                    ledger(to, entry.getKey());
                    to.writeLong(entry.getValue());
                });
            }
        });
    }

    /** @throws IllegalArgumentException where the bytes are not a message of a version known here */
    static Message decode(byte[] bytes) {
        return read(bytes, in -> {
            byte kind = in.get();
            return switch (kind) {
                case TOLD -> {
                    long number = in.getLong();
                    long tick = in.getLong();
                    long completeThrough = in.getLong();
                    boolean goodbye = in.get() != 0;
                    List<Increment> increments = list(in, Wire::increment);
                    Map<LedgerName, byte[]> decisions = map(in, Wire::bytes);
                    Map<LedgerName, List<Message.EndedPart>> ended = ended(in);
                    Map<LedgerName, List<Message.FromPart>> from = from(in);
                    increments.replaceAll(increment -> increment.with(
                            ended.getOrDefault(increment.ledger(), List.of()),
                            from.getOrDefault(increment.ledger(), List.of())));
                    yield new Message.Told(number, tick, completeThrough, increments, decisions, goodbye);
                }
                case WHOLE -> {
                    long number = in.getLong();
                    long completeThrough = in.getLong();
                    List<Message.Copy> ledgers = list(in, Wire::copy);
                    List<byte[]> tickets = list(in, Wire::bytes);
                    Map<LedgerName, List<Message.EndedPart>> ended = ended(in);
                    Map<LedgerName, List<Message.FromPart>> from = from(in);
                    ledgers.replaceAll(copy -> copy.with(
                            ended.getOrDefault(copy.ledger(), List.of()), from.getOrDefault(copy.ledger(), List.of())));
                    yield new Message.Whole(number, completeThrough, ledgers, tickets);
                }
                case ASK -> new Message.Ask(in.get() != 0, map(in, ByteBuffer::getLong));
                default -> throw new IllegalArgumentException("no message begins with " + kind);
            };
        });
    }

    static byte[] encode(TickDecision decision) {
        return write(out -> {
            out.writeLong(decision.tick());
            out.writeLong(decision.serving());
            out.writeLong(decision.allowance());
            out.writeLong(decision.issued());
            out.writeLong(decision.admitted());
            out.writeLong(decision.waitClock());
            out.writeLong(decision.insideClock());
            out.writeLong(decision.increments());
            out.writeLong(decision.policyVersion());
            positions(out, decision.expired());
        });
    }

    /** @throws IllegalArgumentException where the bytes are not a decision of a version known here */
    static TickDecision decodeDecision(byte[] bytes) {
        return read(
                bytes,
                in -> new TickDecision(
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        Positions.readFrom(in)));
    }

    private static void increment(DataOutputStream out, Increment increment) throws IOException {
        ledger(out, increment.ledger());
        out.writeLong(increment.issued());
        positions(out, increment.gone());
        positions(out, increment.express());
        positions(out, increment.heard());
        positions(out, increment.claimed());
    }

    private static Increment increment(ByteBuffer in) {
        return new Increment(
                ledger(in),
                in.getLong(),
                Positions.readFrom(in),
                Positions.readFrom(in),
                Positions.readFrom(in),
                Positions.readFrom(in),
                List.of(),
                List.of());
    }

    private static void copy(DataOutputStream out, Message.Copy copy) throws IOException {
        ledger(out, copy.ledger());
        out.writeLong(copy.issued());
        positions(out, copy.gone());
        positions(out, copy.express());
        list(out, copy.heard(), (to, part) -> {
            to.writeUTF(part.member());
            to.writeLong(part.tick());
            positions(to, part.positions());
        });
        list(out, copy.claimed(), (to, part) -> {
            to.writeLong(part.tick());
            positions(to, part.positions());
        });
        list(out, copy.history(), (to, entry) -> {
            to.writeLong(entry.tick());
            to.writeLong(entry.serving());
            to.writeLong(entry.issued());
            to.writeLong(entry.admitted());
            to.writeLong(entry.waitClock());
            to.writeLong(entry.insideClock());
        });
        list(out, copy.decision().stream().toList(), Wire::bytes);
    }

    private static Message.Copy copy(ByteBuffer in) {
        return new Message.Copy(
                ledger(in),
                in.getLong(),
                Positions.readFrom(in),
                Positions.readFrom(in),
                list(in, from -> new Message.HeardPart(text(from), from.getLong(), Positions.readFrom(from))),
                list(in, from -> new Message.ClaimedPart(from.getLong(), Positions.readFrom(from))),
                list(
                        in,
                        from -> new History.Entry(
                                from.getLong(),
                                from.getLong(),
                                from.getLong(),
                                from.getLong(),
                                from.getLong(),
                                from.getLong())),
                list(in, Wire::bytes).stream().findFirst(),
                List.of(),
                List.of());
    }

    private static void ended(DataOutputStream out, Map<LedgerName, List<Message.EndedPart>> ended) throws IOException {
        out.writeByte(ENDED);
        list(out, List.copyOf(ended.entrySet()), (to, entry) -> {
            ledger(to, entry.getKey());
            list(to, entry.getValue(), (into, part) -> {
                into.writeLong(part.tick());
                into.writeByte(ENDS.indexOf(part.end()));
                positions(into, part.positions());
            });
        });
    }

    /** Empty where the sender says nothing of it, or says it in a way not known here. */
    private static Map<LedgerName, List<Message.EndedPart>> ended(ByteBuffer in) {
        return in.hasRemaining() && in.get() == ENDED
                ? map(in, from -> list(from, Wire::endedPart).stream()
                        .flatMap(Optional::stream)
                        .toList())
                : Map.of();
    }

    private static void from(DataOutputStream out, Map<LedgerName, List<Message.FromPart>> from) throws IOException {
        Map<LedgerName, List<Message.FromPart>> said = new HashMap<>(from);
        said.values().removeIf(List::isEmpty);
        if (said.isEmpty()) {
            return;
        }
        out.writeByte(FROM);
        list(out, List.copyOf(said.entrySet()), (to, entry) -> {
            ledger(to, entry.getKey());
            list(to, entry.getValue(), (into, part) -> {
                into.writeLong(part.position());
                into.writeLong(part.address());
            });
        });
    }

    /** Empty where the sender says nothing of it, or says it in a way not known here. */
    private static Map<LedgerName, List<Message.FromPart>> from(ByteBuffer in) {
        return in.hasRemaining() && in.get() == FROM
                ? map(in, parts -> list(parts, part -> new Message.FromPart(part.getLong(), part.getLong())))
                : Map.of();
    }

    /** Empty for an end not known here. */
    private static Optional<Message.EndedPart> endedPart(ByteBuffer in) {
        long tick = in.getLong();
        int end = in.get();
        Positions positions = Positions.readFrom(in);
        return end >= 0 && end < ENDS.size()
                ? Optional.of(new Message.EndedPart(tick, ENDS.get(end), positions))
                : Optional.empty();
    }

    private static void ledger(DataOutputStream out, LedgerName name) throws IOException {
        out.writeUTF(name.room());
        out.writeLong(name.generation());
    }

    private static LedgerName ledger(ByteBuffer in) {
        return new LedgerName(text(in), in.getLong());
    }

    private static void positions(DataOutputStream out, Positions positions) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(positions.byteLength());
        positions.writeTo(buffer);
        out.write(buffer.array());
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[length(in)];
        in.get(bytes);
        return bytes;
    }

    private static <T> Map<LedgerName, T> map(ByteBuffer in, Function<ByteBuffer, T> reader) {
        int size = length(in);
        Map<LedgerName, T> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(ledger(in), reader.apply(in));
        }
        return map;
    }

    private static String text(ByteBuffer in) {
        byte[] utf = new byte[in.getShort() & 0xFFFF];
        in.get(utf);
        return new String(utf, StandardCharsets.UTF_8);
    }

    private static int length(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException(
                    "a length of " + length + " where " + in.remaining() + " bytes are left");
        }
        return length;
    }

    private static <T> void list(DataOutputStream out, List<T> items, Writer<T> writer) throws IOException {
        out.writeInt(items.size());
        for (T item : items) {
            writer.write(out, item);
        }
    }

    private static <T> List<T> list(ByteBuffer in, Function<ByteBuffer, T> reader) {
        int size = length(in);
        List<T> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(reader.apply(in));
        }
        return items;
    }

    private static byte[] write(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            body.write(out);
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Function<ByteBuffer, T> body) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("version " + version + " is not known here");
            }
            return body.apply(in);
        } catch (BufferUnderflowException | UncheckedIOException cut) {
            throw new IllegalArgumentException("the bytes end too early", cut);
        }
    }

    private interface Writer<T> {
        void write(DataOutputStream out, T item) throws IOException;
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }
}
