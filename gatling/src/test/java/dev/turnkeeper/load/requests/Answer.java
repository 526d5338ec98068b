package dev.turnkeeper.load.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What TRACER told a client.
 *
 * @param waits {@code isWait} is T
 * @param rank {@code waitCnt}: 0 once let in
 * @param firstRank {@code waitMyCnt}: 0 while there is no place, or where it was never made to wait
 */
public record Answer(boolean waits, int rank, int firstRank) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer of(String body) {
        try {
            JsonNode fields = JSON.readTree(body);
            String isWait = fields.required("isWait").textValue();
            if (!"T".equals(isWait) && !"F".equals(isWait)) {
                throw new IllegalArgumentException("isWait is " + isWait);
            }
            return new Answer(
                    "T".equals(isWait),
                    fields.required("waitCnt").intValue(),
                    fields.required("waitMyCnt").intValue());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    /** Told to wait without a place: no rank is promised. */
    public boolean isHeld() {
        return waits && firstRank == 0;
    }
}
