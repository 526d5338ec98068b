package dev.turnkeeper.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerTest {

    private final Peer peer = new Peer();

    @Test
    void messagesInOrder_areComplete() {
        assertTrue(peer.told(told(1, 10)));
        assertTrue(peer.told(told(2, 11)));
        assertEquals(11, peer.completeThrough());
    }

    @Test
    void lostMessage_holdsUpWhatIsComplete() {
        peer.told(told(1, 10));
        assertFalse(peer.told(told(3, 12)));
        assertEquals(10, peer.completeThrough());
        assertTrue(peer.misses());
    }

    @Test
    void lateMessage_closesTheGap() {
        peer.told(told(1, 10));
        peer.told(told(3, 12));
        assertTrue(peer.told(told(2, 11)));
        assertEquals(12, peer.completeThrough());
    }

    @Test
    void doubledMessage_changesNothing() {
        peer.told(told(1, 10));
        peer.told(told(2, 11));
        assertTrue(peer.told(told(1, 10)));
        assertEquals(11, peer.completeThrough());
    }

    @Test
    void whole_closesTheGapUpToItsNumber() {
        peer.told(told(1, 10));
        peer.told(told(4, 13));
        peer.whole(new Message.Whole(3, 12, List.of(), List.of()));
        assertEquals(13, peer.completeThrough());
        assertTrue(peer.caughtUp());
    }

    @Test
    void whole_olderThanTheGap_closesNothing() {
        peer.told(told(1, 10));
        peer.told(told(5, 14));
        peer.whole(new Message.Whole(2, 11, List.of(), List.of()));
        assertTrue(peer.misses());
        assertEquals(11, peer.completeThrough());
    }

    @Test
    void silence_isNoticedOnce() {
        peer.told(told(1, 10));
        assertFalse(peer.fellSilent(10));
        assertTrue(peer.fellSilent(11));
        assertFalse(peer.fellSilent(12));
        peer.told(told(2, 12));
        assertFalse(peer.fellSilent(12));
        assertTrue(peer.fellSilent(13));
    }

    private static Message.Told told(long number, long through) {
        return new Message.Told(number, through + 1, through, List.of(), Map.of(), false);
    }
}
