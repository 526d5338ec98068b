package dev.turnkeeper.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnkeeper.node.NodeProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends malformed requests to a real node, byte by byte as a client would; a client library would mend them first. */
class MalformedRequestIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ANSWER_WITHIN_MILLIS = 10_000;

    private static @Nullable NodeProcess node;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        node = NodeProcess.start(Map.of());
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    static List<MalformedRequests.Raw> requests() {
        return MalformedRequests.all();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void malformedRequest_isToldWhatIsWrong(MalformedRequests.Raw request) throws IOException {
        String answer = new String(send(request.bytes()), StandardCharsets.UTF_8);
        int end = answer.indexOf("\r\n\r\n");
        assertTrue(end > 0, () -> "no answer to " + request + ": " + answer);
        String head = answer.substring(0, end);
        assertEquals(String.valueOf(request.status()), head.split(" ", 3)[1], answer);
        assertTrue(head.contains("Content-Type: application/problem+json"), answer);
        assertTrue(head.contains("Cache-Control: no-store"), answer);
        if (request.status() == 405) {
            assertTrue(head.contains("Allow: "), answer);
        }
        if (!request.method().equals("HEAD")) {
            JsonNode problem = JSON.readTree(answer.substring(end + 4));
            assertEquals(request.status(), problem.path("status").asInt(), answer);
            assertFalse(problem.path("title").asText().isBlank(), answer);
            assertFalse(problem.path("detail").asText().isBlank(), answer);
            assertTrue(problem.hasNonNull("type"), answer);
        }
    }

    @Test
    void unreadableRequestLine_leavesTheLogQuiet() throws IOException {
        NodeProcess running = Objects.requireNonNull(node);
        MalformedRequests.requestLines().forEach(request -> {
            try {
                send(request.bytes());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        assertFalse(running.hasLogged("SEVERE"), () -> running.logTail(60));
    }

    private static byte[] send(byte[] request) throws IOException {
        NodeProcess running = Objects.requireNonNull(node);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.httpPort())) {
            socket.setSoTimeout(ANSWER_WITHIN_MILLIS);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request);
                out.flush();
            } catch (SocketException refusedEarly) {
                // The node may answer a long body before its end; the answer is there to be read.
                assertTrue(request.length > TracerRequest.LONGEST_BODY_BYTES, refusedEarly::toString);
            }
            return socket.getInputStream().readAllBytes();
        }
    }
}
