package dev.turnkeeper.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventTextTest {

    @Test
    void events_areAsEventSourceReadsThem() {
        assertEquals("event: position\ndata: {\"rank\":1}\n\n", EventText.event("position", "{\"rank\":1}"));
        assertEquals("id: 7-1\nevent: position\ndata: {}\n\n", EventText.event("position", "7-1", "{}"));
        assertEquals("retry: 2500\n\n", EventText.retry(2_500));
        assertEquals("event: heartbeat\ndata: {}\n\n", new String(EventText.HEARTBEAT, StandardCharsets.UTF_8));
    }
}
