package dev.turnkeeper.notice;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

/** Notices as CloudEvents 1.0, in their JSON form. */
final class Envelope {

    static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";

    private static final String TYPE = "dev.turnkeeper.";

    private final URI source;
    private final JsonFormat format = new JsonFormat();

    /** @param source of this grid, the same on every node */
    Envelope(URI source) {
        this.source = source;
    }

    byte[] of(Notice notice) {
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(notice.id())
                .withSource(source)
                .withType(TYPE + notice.kind().written())
                .withSubject(notice.subject())
                .withTime(notice.at().atOffset(ZoneOffset.UTC))
                .withData("application/json", notice.data().getBytes(StandardCharsets.UTF_8));
        if (notice.repeat() > 0) {
            event.withExtension("repeat", notice.repeat());
        }
        return format.serialize(event.build());
    }
}
