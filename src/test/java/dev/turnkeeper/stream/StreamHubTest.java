package dev.turnkeeper.stream;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a stream, and what becomes of it; nothing is told after that, since the telling thread is not started. */
class StreamHubTest {

    private static final int MOST = 4;
    private static final int MOST_OF_AN_ADDRESS = 2;

    private static final Source SOURCE = () -> 0;

    private final StreamHub hub = new StreamHub(() -> 0, MOST, MOST_OF_AN_ADDRESS, Duration.ofHours(1));
    private final Map<String, Object> answered = new TreeMap<>();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void stream_isNotKeptByAnybodyOnTheWay() throws Exception {
        Reader reader = new Reader();
        assertTrue(open(reader, "ann", "192.0.2.1"));
        assertEquals("text/event-stream", answered.get("setContentType"));
        assertEquals("no-store", answered.get("Cache-Control"));
        assertEquals("no", answered.get("X-Accel-Buffering"));
        String told = reader.read();
        assertTrue(told.startsWith("retry: "), told);
        assertTrue(told.contains("event: position"), told);
        assertEquals(1, hub.open());
    }

    @Test
    void oneHolder_hasOneStream_theNewest() throws Exception {
        Reader older = new Reader();
        Reader newer = new Reader();
        open(older, "ann", "192.0.2.1");
        older.read();
        open(newer, "ann", "198.51.100.7");
        assertEquals(EventText.REPLACED, older.read());
        assertTrue(older.isCompleted());
        assertFalse(newer.isCompleted());
        assertEquals(1, hub.open());
    }

    @Test
    void whoOpensAnotherOne_asSoonAsTheFirstHasToldSomething_keepsTheSecond() throws Exception {
        Reader older = new Reader();
        Reader newer = new Reader();
        older.onEvent(() -> assertDoesNotThrow(() -> open(newer, "ann", "198.51.100.7")));
        open(older, "ann", "192.0.2.1");
        assertTrue(older.read().endsWith(EventText.REPLACED));
        assertTrue(older.isCompleted());
        assertFalse(newer.isCompleted());
        assertEquals(1, hub.open());
    }

    @Test
    void moreThanAnAddressMayHave_areTurnedAway_untilOneEnds() throws Exception {
        Reader first = new Reader();
        open(first, "ann", "192.0.2.1");
        open(new Reader(), "bob", "192.0.2.1");
        answered.clear();
        assertFalse(open(new Reader(), "eve", "192.0.2.1"));
        assertEquals(Map.of(), answered, "the request is untouched");
        assertEquals(2, hub.open());
        assertTrue(open(new Reader(), "joe", "198.51.100.7"));
        first.vanish();
        open(first, "ann", "203.0.113.1");
        assertTrue(open(new Reader(), "eve", "192.0.2.1"));
    }

    @Test
    void moreThanTheNodeHolds_areTurnedAway() throws Exception {
        for (int i = 0; i < MOST; i++) {
            assertTrue(open(new Reader(), "holder " + i, "192.0.2." + i));
        }
        assertFalse(open(new Reader(), "one more", "192.0.2.99"));
        assertEquals(MOST, hub.open());
    }

    @Test
    void whoComesBackAfterTheEnd_isToldNotTo() throws Exception {
        Reader reader = new Reader();
        boolean done =
                hub.open(request(reader, "7-1"), response(reader), new Holder("ann", Moment.Stage.OVER), "192.0.2.1");
        assertTrue(done);
        assertEquals(204, answered.get("setStatus"));
        assertEquals("", reader.read());
        assertEquals(0, hub.open());
    }

    @Test
    void whoComesForTheFirstTimeAfterTheEnd_isToldIt() throws Exception {
        Reader reader = new Reader();
        hub.open(request(reader, null), response(reader), new Holder("ann", Moment.Stage.OVER), "192.0.2.1");
        assertTrue(reader.read().contains("event: over"));
        assertTrue(reader.isCompleted());
        assertEquals(0, hub.open());
    }

    @Test
    void stop_saysWhenToComeBack_andTakesNobodyNew() throws Exception {
        Reader reader = new Reader();
        open(reader, "ann", "192.0.2.1");
        reader.read();
        hub.close();
        assertTrue(reader.read().startsWith("retry: "));
        assertTrue(reader.isCompleted());
        assertEquals(0, hub.open());
        assertFalse(open(new Reader(), "bob", "192.0.2.1"));
    }

    private boolean open(Reader reader, String holder, String address) throws IOException {
        return hub.open(request(reader, null), response(reader), new Holder(holder, Moment.Stage.WAITING), address);
    }

    private static HttpServletRequest request(Reader reader, String lastId) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                StreamHubTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeader" -> lastId;
                    case "startAsync" -> reader.context();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private HttpServletResponse response(Reader reader) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                StreamHubTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getOutputStream")) {
                        return reader;
                    }
                    if (method.getName().equals("setHeader")) {
                        answered.put((String) arguments[0], arguments[1]);
                    } else {
                        answered.put(method.getName(), arguments[0]);
                    }
                    return null;
                });
    }

    private record Holder(String name, Moment.Stage stage) implements Feed, Moment {

        @Override
        public Object holder() {
            return name;
        }

        @Override
        public Source source() {
            return SOURCE;
        }

        @Override
        public Moment look(boolean heard) {
            return this;
        }

        @Override
        public long rank() {
            return 1;
        }

        @Override
        public String text(String id) {
            return EventText.event(stage == Stage.OVER ? "over" : "position", id, "{}");
        }

        @Override
        public String news() {
            return "{}";
        }
    }
}
