package dev.turnkeeper.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes();
    private static final byte[] OTHER = "another secret of thirty-two byt".getBytes();
    private static final Ticket TICKET = new Ticket("opening-2026", 3, 1_234_567, 1_200_000, 1_790_000_000L, -77);

    private TicketKeys keys = new TicketKeys(1, Map.of(1, SECRET));
    private final Tickets tickets = new Tickets(() -> keys);

    @Test
    void ticket_comesBack() throws TicketRefused {
        assertEquals(TICKET, tickets.read(tickets.write(TICKET)));
    }

    @Test
    void largestTicket_comesBack() throws TicketRefused {
        Ticket largest = new Ticket(
                "a".repeat(40), Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);
        keys = new TicketKeys(Integer.MAX_VALUE, Map.of(Integer.MAX_VALUE, SECRET));
        assertEquals(largest, tickets.read(tickets.write(largest)));
    }

    @Test
    void ticket_isShort_andFitsInAHeaderAndACookie() {
        String text = tickets.write(TICKET);
        assertTrue(text.length() < 100, text);
        assertTrue(text.matches("[A-Za-z0-9_-]+"), text);
    }

    @Test
    void ticketOfANodeWithTheSameKeys_isRead() throws TicketRefused {
        TicketKeys same = new TicketKeys(1, Map.of(1, SECRET.clone()));
        assertEquals(TICKET, new Tickets(() -> same).read(tickets.write(TICKET)));
    }

    @Test
    void anyBitChanged_isRefused() {
        byte[] good = Base64.getUrlDecoder().decode(tickets.write(TICKET));
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(text(bad));
        }
    }

    @Test
    void anyByteReplaced_isRefused() {
        byte[] good = Base64.getUrlDecoder().decode(tickets.write(TICKET));
        for (int at = 0; at < good.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] bad = good.clone();
                bad[at] = (byte) value;
                if (!Arrays.equals(good, bad)) {
                    assertRefused(text(bad));
                }
            }
        }
    }

    @Test
    void truncatedAnywhere_isRefused() {
        String good = tickets.write(TICKET);
        for (int length = 0; length < good.length(); length++) {
            assertRefused(good.substring(0, length));
        }
    }

    @Test
    void lengthened_isRefused() {
        String good = tickets.write(TICKET);
        assertRefused(good + "A");
        assertRefused(good + "AAAA");
        assertEquals(TicketFault.MALFORMED, fault(good + "A".repeat(1_000_000)));
    }

    @Test
    void anotherSpellingOfTheSameBytes_isRefused() {
        Set<String> spellings = new HashSet<>();
        for (long position = 1; position < 300_000; position = position * 3 + 1) {
            String good = tickets.write(new Ticket("shop", 1, position, 1, 1, 1));
            spellings.add(good + "=");
            spellings.add(good + "==");
            spellings.add(" " + good);
            spellings.add(good + "\n");
            spellings.add(good.replace('_', '/').replace('-', '+') + "\t");
            if (good.length() % 4 != 0) {
                char last = good.charAt(good.length() - 1);
                spellings.add(good.substring(0, good.length() - 1) + next(last));
            }
        }
        spellings.forEach(other -> assertEquals(TicketFault.MALFORMED, fault(other), other));
    }

    /** The same but for a bit that the last character carries in vain. */
    private static char next(char last) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(last) ^ 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "null",
                "eyJhbGciOiJub25lIn0.e30.",
                "순번표",
                "AQ==",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "____________________________________________________________"
            })
    void whatIsNoTicket_isMalformed(String text) {
        assertEquals(TicketFault.MALFORMED, fault(text));
    }

    @Test
    void anotherKeyUnderTheSameId_isForged() {
        TicketKeys others = new TicketKeys(1, Map.of(1, OTHER));
        assertEquals(TicketFault.FORGED, fault(new Tickets(() -> others).write(TICKET)));
    }

    @Test
    void unknownKeyId_isSaidSo() {
        TicketKeys others = new TicketKeys(2, Map.of(2, SECRET));
        assertEquals(TicketFault.UNKNOWN_KEY, fault(new Tickets(() -> others).write(TICKET)));
    }

    @Test
    void injectedKeyId_doesNotMakeAnotherKeysTicketGood() {
        keys = new TicketKeys(1, Map.of(1, SECRET, 2, OTHER));
        byte[] bytes = Base64.getUrlDecoder().decode(tickets.write(TICKET));
        bytes[1] = 2;
        assertEquals(TicketFault.FORGED, fault(text(bytes)));
        bytes[1] = 3;
        assertEquals(TicketFault.UNKNOWN_KEY, fault(text(bytes)));
        bytes[1] = (byte) 0xFF;
        assertRefused(text(bytes));
    }

    @Test
    void rotatedKeys_readOldTickets_untilTheOldKeyIsGone() throws TicketRefused {
        String old = tickets.write(TICKET);
        keys = new TicketKeys(2, Map.of(1, SECRET, 2, OTHER));
        assertEquals(TICKET, tickets.read(old));
        String young = tickets.write(TICKET);
        keys = new TicketKeys(2, Map.of(2, OTHER));
        assertEquals(TICKET, tickets.read(young));
        assertEquals(TicketFault.UNKNOWN_KEY, fault(old));
    }

    @Test
    void anotherRoomsTicket_saysSo() throws TicketRefused {
        Ticket elsewhere = new Ticket("elsewhere", 1, 5, 5, 1, 0);
        assertEquals("elsewhere", tickets.read(tickets.write(elsewhere)).room());
    }

    @ParameterizedTest
    @ValueSource(strings = {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "대기실"})
    void whatIsNoRoomsId_isNotWritten(String room) {
        assertThrows(IllegalArgumentException.class, () -> tickets.write(new Ticket(room, 1, 1, 1, 1, 1)));
    }

    @Test
    void keys_areChecked_andNeverShown() {
        assertThrows(IllegalArgumentException.class, () -> new TicketKeys(1, Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new TicketKeys(-1, Map.of(-1, SECRET)));
        assertThrows(IllegalArgumentException.class, () -> new TicketKeys(1, Map.of(1, new byte[15])));
        assertFalse(keys.toString().contains("0123456789abcdef"), keys.toString());
    }

    @Test
    void keysGiven_mayBeChangedByTheirOwnerAfterwards() throws TicketRefused {
        Map<Integer, byte[]> mine = new HashMap<>(Map.of(1, SECRET.clone()));
        keys = new TicketKeys(1, mine);
        String text = tickets.write(TICKET);
        mine.get(1)[0]++;
        mine.clear();
        assertEquals(TICKET, tickets.read(text));
    }

    private void assertRefused(String text) {
        assertThrows(TicketRefused.class, () -> tickets.read(text), text);
    }

    private TicketFault fault(String text) {
        return assertThrows(TicketRefused.class, () -> tickets.read(text), text).fault();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
