package dev.turnkeeper.tracer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnkeeper.defence.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TracerAnswerProperty {

    private static final ObjectMapper ORACLE = new ObjectMapper();

    @Property
    void json_isWhatALibraryWrites(
            @ForAll("texts") String host,
            @ForAll("texts") String loginId,
            @ForAll("texts") String userAgent,
            @ForAll boolean isWait,
            @ForAll long number,
            @ForAll int port)
            throws JsonProcessingException {
        TracerRequest request = new TracerRequest(
                host,
                "",
                port,
                userAgent,
                loginId,
                loginId,
                userAgent,
                IpAddress.parse("192.0.2.1").orElseThrow(),
                Optional.empty());
        TracerAnswer answer =
                new TracerAnswer(request, isWait, number, number / 3, port / 2, number / 5, number / 7, host, 1, false);

        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("host", host);
        expected.put("ip", loginId);
        expected.put("loginId", loginId);
        expected.put("port", port);
        expected.put("pageUrl", userAgent);
        expected.put("isWait", isWait ? "T" : "F");
        expected.put("waitCnt", number);
        expected.put("limitCnt", number / 3);
        expected.put("session_time_out", port / 2);
        expected.put("waitQueueSize", number / 5);
        expected.put("waitMyCnt", number / 7);
        expected.put("userAgent", userAgent);
        expected.put("tracer_domain", host);
        // The two may escape a control character differently; they agree on what it says, and on the order.
        assertArrayEquals(
                ORACLE.writeValueAsBytes(expected),
                ORACLE.writeValueAsBytes(
                        ORACLE.readValue(new String(answer.json(), StandardCharsets.UTF_8), LinkedHashMap.class)));
    }

    /** Whole characters only: half a surrogate pair is refused with the request. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Integer> characters = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(0, 0x2f)),
                Tuple.of(1, Arbitraries.of('"' + 0, '\\' + 0, 0x7f, 0x2028, 0xac00, 0x1f600)),
                Tuple.of(3, Arbitraries.integers().between(0, 0x10ffff).filter(c -> c < 0xd800 || c > 0xdfff)));
        return characters.list().ofMaxSize(30).map(list -> list.stream()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }
}
