package dev.turnkeeper.tick;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.turnkeeper.queue.End;
import dev.turnkeeper.queue.History;
import dev.turnkeeper.queue.Positions;
import dev.turnkeeper.queue.TickDecision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireTest {

    private static final LedgerName LEDGER = new LedgerName("shop", 3);
    private static final byte[] DECISION =
            Wire.encode(new TickDecision(7, 100, 59, 120, 40, 6, 7, 2, 11, Positions.range(5, 9)));

    private static final List<Message.EndedPart> ENDED = List.of(
            new Message.EndedPart(6, End.REVOKED, Positions.of(1, 2)),
            new Message.EndedPart(6, End.COMPLETED, Positions.range(3, 9)),
            new Message.EndedPart(5, End.CANCELLED, Positions.of(10)),
            new Message.EndedPart(4, End.EXPIRED, Positions.of(11)));

    private static final Message.Told TOLD = new Message.Told(
            12,
            7,
            6,
            List.of(new Increment(
                    LEDGER,
                    120,
                    Positions.range(1, 70_000),
                    Positions.of(4),
                    Positions.of(8, 9),
                    Positions.of(9),
                    ENDED,
                    List.of())),
            Map.of(LEDGER, DECISION),
            true);

    private static final Message.Whole WHOLE = new Message.Whole(
            12,
            6,
            List.of(new Message.Copy(
                    LEDGER,
                    120,
                    Positions.range(1, 70_000),
                    new Positions(),
                    List.of(new Message.HeardPart("member", 4, Positions.of(77))),
                    List.of(new Message.ClaimedPart(9, Positions.of(78))),
                    List.of(new History.Entry(1, 2, 3, 4, 5, 6)),
                    Optional.of(DECISION),
                    ENDED,
                    List.of())),
            List.of(new byte[] {1, 2, 3}));

    @Test
    void told_comesBack() {
        Message.Told back = assertInstanceOf(Message.Told.class, Wire.decode(Wire.encode(TOLD)));
        assertEquals(TOLD.number(), back.number());
        assertEquals(TOLD.tick(), back.tick());
        assertEquals(TOLD.completeThrough(), back.completeThrough());
        assertEquals(TOLD.increments(), back.increments());
        assertEquals(TOLD.goodbye(), back.goodbye());
        assertArrayEquals(DECISION, back.decisions().get(LEDGER));
    }

    @Test
    void whole_comesBack() {
        Message.Whole back = assertInstanceOf(Message.Whole.class, Wire.decode(Wire.encode(WHOLE)));
        Message.Copy copy = back.ledgers().get(0);
        Message.Copy sent = WHOLE.ledgers().get(0);
        assertEquals(sent.gone(), copy.gone());
        assertEquals(sent.heard(), copy.heard());
        assertEquals(sent.claimed(), copy.claimed());
        assertEquals(sent.history(), copy.history());
        assertEquals(ENDED, copy.ended());
        assertArrayEquals(DECISION, copy.decision().orElseThrow());
        assertArrayEquals(new byte[] {1, 2, 3}, back.tickets().get(0));
    }

    @Test
    void addresses_comeBack_andCutOffAreRefused() {
        List<Message.FromPart> from = List.of(
                new Message.FromPart(7, 0xffff_ffff_c000_0201L), new Message.FromPart(8, 0x2001_0db8_0000_0000L));
        Increment increment = TOLD.increments().get(0).with(ENDED, from);
        byte[] told = Wire.encode(new Message.Told(12, 7, 6, List.of(increment), TOLD.decisions(), false));
        Message.Told back = assertInstanceOf(Message.Told.class, Wire.decode(told));
        assertEquals(List.of(increment), back.increments());
        assertThrows(IllegalArgumentException.class, () -> Wire.decode(Arrays.copyOf(told, told.length - 1)));
        Message.Copy copy = WHOLE.ledgers().get(0).with(ENDED, from);
        Message.Whole whole = new Message.Whole(12, 6, List.of(copy), List.of());
        assertEquals(
                from,
                assertInstanceOf(Message.Whole.class, Wire.decode(Wire.encode(whole)))
                        .ledgers()
                        .get(0)
                        .from());
    }

    @Test
    void ask_comesBack() {
        Message.Ask ask = new Message.Ask(true, Map.of(LEDGER, 41L));
        assertEquals(ask, Wire.decode(Wire.encode(ask)));
    }

    @Test
    void decision_comesBack() {
        assertArrayEquals(DECISION, Wire.encode(Wire.decodeDecision(DECISION)));
    }

    @Test
    void anotherVersion_isRefused() {
        byte[] newer = Wire.encode(TOLD);
        newer[0] = 2;
        assertThrows(IllegalArgumentException.class, () -> Wire.decode(newer));
    }

    @Test
    void messageOfANodeThatDoesNotTellEnds_isRead() {
        byte[] told = Wire.encode(TOLD);
        byte[] old = Arrays.copyOf(told, told.length - lengthOfEnded());
        Message.Told back = assertInstanceOf(Message.Told.class, Wire.decode(old));
        assertEquals(TOLD.increments().get(0).gone(), back.increments().get(0).gone());
        assertEquals(List.of(), back.increments().get(0).ended());
    }

    @Test
    void endsInAnotherForm_areLeft_andAnUnknownEndToo() {
        byte[] told = Wire.encode(TOLD);
        told[told.length - lengthOfEnded()] = 2;
        Message.Told back = assertInstanceOf(Message.Told.class, Wire.decode(told));
        assertEquals(List.of(), back.increments().get(0).ended());

        byte[] unknown = Wire.encode(TOLD);
        int firstEnd = unknown.length - lengthOfEnded() + 1 + 4 + (2 + 4 + 8) + 4 + 8;
        assertEquals(0, unknown[firstEnd]);
        unknown[firstEnd] = 9;
        Message.Told rest = assertInstanceOf(Message.Told.class, Wire.decode(unknown));
        assertEquals(ENDED.subList(1, 4), rest.increments().get(0).ended());
    }

    /** Version, one ledger, its parts; as the last thing of the message. */
    private static int lengthOfEnded() {
        int parts = ENDED.stream()
                .mapToInt(part -> 8 + 1 + part.positions().byteLength())
                .sum();
        return 1 + 4 + (2 + "shop".length() + 8) + 4 + parts;
    }

    @Test
    void cutOrSpoiltBytes_areRefusedOrRead_neverMore() {
        Random random = new Random(42);
        for (byte[] good : List.of(Wire.encode(TOLD), Wire.encode(WHOLE), DECISION)) {
            for (int cut = 0; cut < good.length; cut++) {
                readOrRefuse(Arrays.copyOf(good, cut));
            }
            for (int i = 0; i < 2_000; i++) {
                byte[] spoilt = good.clone();
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
                readOrRefuse(spoilt);
            }
        }
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            Wire.decode(bytes);
        } catch (IllegalArgumentException refused) {
            // Anything else than this, a hang or an exhausted heap, fails the test.
        }
    }
}
