package dev.turnkeeper.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OpenStreamTest {

    private final Reader reader = new Reader();
    private final OpenStream stream = new OpenStream(reader.context(), reader);
    private int ended;

    @Test
    void slowReader_getsTheNewestOffer_andAllThatLasts() {
        reader.taking(false);
        stream.offer("one ");
        stream.send("admitted ");
        stream.offer("two ");
        stream.send("room ");
        stream.offer("three ");
        assertEquals("", reader.read());
        reader.taking(true);
        stream.onWritePossible();
        assertEquals("admitted room three ", reader.read());
        stream.onWritePossible();
        assertEquals("", reader.read(), "nothing twice");
    }

    @Test
    void heartbeats_doNotWaitInARow() {
        reader.taking(false);
        stream.beat();
        stream.beat();
        reader.taking(true);
        stream.onWritePossible();
        assertEquals(EventText.BEAT, reader.read());
    }

    @Test
    void heartbeat_isASignOfLife_onceTheNextOneFindsTheReaderThere() {
        stream.beat();
        assertFalse(stream.takeHeard(), "the system may have taken it for nobody");
        stream.offer("x");
        assertFalse(stream.takeHeard(), "another event is not a heartbeat");
        stream.beat();
        assertTrue(stream.takeHeard());
        assertFalse(stream.takeHeard(), "told once");
    }

    @Test
    void closedPage_isNotHeardOf_thoughItsLastHeartbeatWentOut() {
        stream.beat();
        stream.beat();
        reader.vanish();
        stream.beat();
        assertFalse(stream.takeHeard());
        assertTrue(stream.isOver());
    }

    @Test
    void readerWhoTakesNothing_isNotHeardOf_andGetsOneHeartbeatLater() {
        reader.taking(false);
        stream.beat();
        stream.beat();
        stream.beat();
        assertFalse(stream.takeHeard());
        reader.taking(true);
        stream.onWritePossible();
        assertEquals(EventText.BEAT, reader.read());
        stream.beat();
        assertTrue(stream.takeHeard());
    }

    @Test
    void readerThatTakesNothingOfWhatLasts_isGivenUp() {
        stream.onEnd(() -> ended++);
        reader.taking(false);
        for (int i = 0; i < 1_000 && !stream.isOver(); i++) {
            stream.send("x".repeat(100));
        }
        assertTrue(stream.isOver());
        assertTrue(reader.isCompleted());
        assertEquals(1, ended);
    }

    @Test
    void slowReader_isNotGivenUpForOffers() {
        reader.taking(false);
        for (int i = 0; i < 1_000; i++) {
            stream.offer("x".repeat(1_000));
        }
        assertFalse(stream.isOver());
        reader.taking(true);
        stream.onWritePossible();
        assertEquals(1_000, reader.read().length());
    }

    @Test
    void close_saysTheLastWord_withoutAPositionThatIsOldByNow_andEndsOnce() {
        stream.onEnd(() -> ended++);
        reader.taking(false);
        stream.offer("position ");
        reader.taking(true);
        stream.close("completed ");
        assertEquals("completed ", reader.read());
        assertTrue(reader.isCompleted());
        stream.close("again ");
        stream.offer("more ");
        stream.send("more ");
        stream.beat();
        stream.onComplete(null);
        assertEquals("", reader.read());
        assertEquals(1, ended);
    }

    @Test
    void close_doesNotWaitForAReaderThatTakesNothing() {
        reader.taking(false);
        stream.close("completed ");
        assertEquals("", reader.read());
        assertTrue(reader.isCompleted());
    }

    @Test
    void readerThatIsGone_endsTheStream_andIsNoError() {
        stream.onEnd(() -> ended++);
        reader.vanish();
        stream.beat();
        assertTrue(stream.isOver());
        assertEquals(1, ended);
        stream.offer("more ");
        assertEquals("", reader.read());
    }

    @Test
    void connectionThatTheContainerEnds_isOverOnce() {
        stream.onEnd(() -> ended++);
        stream.onError(new java.io.IOException("reset by peer"));
        stream.onComplete(null);
        assertEquals(1, ended);
        assertTrue(reader.isCompleted());
    }
}
