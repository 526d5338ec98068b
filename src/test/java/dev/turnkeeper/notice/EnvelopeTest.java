package dev.turnkeeper.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.turnkeeper.answer.JsonText;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private final Envelope envelope = new Envelope(URI.create("https://wait.example.com"));
    private final Notice notice = Notice.ofRoom(
            Kind.QUEUE_BEGAN,
            "queue/shop",
            "shop",
            Instant.parse("2026-12-31T23:59:41.777Z"),
            7,
            new JsonText(8).field("room", "shop").field("waiting", 3));

    @Test
    void notice_isACloudEvent() {
        CloudEvent event = new JsonFormat().deserialize(envelope.of(notice));
        assertEquals(SpecVersion.V1, event.getSpecVersion());
        assertEquals(notice.id(), event.getId());
        assertEquals(URI.create("https://wait.example.com"), event.getSource());
        assertEquals("dev.turnkeeper.queue.began", event.getType());
        assertEquals("rooms/shop", event.getSubject());
        assertEquals("application/json", event.getDataContentType());
        assertEquals(0, event.getExtensionNames().size());
    }

    @Test
    void json_isWrittenAsReceiversReadIt() {
        assertEquals(
                "{\"specversion\":\"1.0\",\"id\":\"" + notice.id() + "\",\"source\":\"https://wait.example.com\","
                        + "\"type\":\"dev.turnkeeper.queue.began\",\"datacontenttype\":\"application/json\","
                        + "\"subject\":\"rooms/shop\",\"time\":\"2026-12-31T23:59:41.777Z\","
                        + "\"data\":{\"room\":\"shop\",\"waiting\":3}}",
                text(notice));
    }

    @Test
    void repeat_isAnotherEvent_thatSaysSo() {
        CloudEvent event = new JsonFormat().deserialize(envelope.of(notice.again(2, "abc")));
        assertEquals(notice.id() + "-abc-2", event.getId());
        assertEquals(2, event.getExtension("repeat"));
    }

    private String text(Notice told) {
        return new String(envelope.of(told), StandardCharsets.UTF_8);
    }
}
