package dev.turnkeeper.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.defence.Reach;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receivers of all kinds, over real sockets of this machine. */
class HttpCourierTest {

    private static final Duration PATIENT = Duration.ofSeconds(60);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private HttpCourier courier;

    /** What a receiver does once it has the request. */
    private interface Receiver {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        courier = courier("127.0.0.1/32", PATIENT);
    }

    @AfterEach
    void close() throws IOException {
        courier.close();
        server.close();
    }

    @Test
    void letter_arrivesWhole() {
        receive(out -> write(out, "HTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n"));
        assertEquals(Reply.of(204), post());
        assertEquals(Reply.of(204), post());
        String request = requests.get(1);
        assertTrue(request.startsWith("POST /hook?a=b HTTP/1.1\r\n"), request);
        assertTrue(request.contains("webhook-id: 7\r\n"), request);
        assertTrue(request.contains("Content-Type: text/plain\r\n"), request);
        assertTrue(request.contains("User-Agent: Turnkeeper\r\n"), request);
        assertTrue(request.endsWith("\r\n\r\nhello"), request);
        assertFalse(request.contains("Cookie"), request);
        assertFalse(request.contains("Accept-Encoding"), request);
    }

    @Test
    void redirect_isNotFollowed() {
        receive(out -> write(
                out,
                "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:" + server.getLocalPort()
                        + "/else\r\nContent-Length: 0\r\n\r\n"));
        Reply reply = post();
        assertEquals(307, reply.status());
        assertFalse(reply.isTaken());
        assertTrue(reply.detail().contains("redirect"), reply::toString);
        assertEquals(1, requests.size());
    }

    @Test
    void endlessBody_isCutOff() {
        AtomicLong written = new AtomicLong();
        receive(out -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
            byte[] more = new byte[8_192];
            while (true) {
                out.write(more);
                written.addAndGet(more.length);
            }
        });
        assertEquals(Reply.of(200), post());
        assertTrue(written.get() < 64 * 1024 * 1024, () -> "it took " + written + " bytes, more than buffers hold");
    }

    @Test
    void endlessHeaders_areNoAnswer() {
        receive(out -> {
            write(out, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; ; i++) {
                write(out, "X-" + i + ": " + "x".repeat(500) + "\r\n");
            }
        });
        assertEquals(0, post().status());
    }

    @Test
    void dawdlingReceiver_isCutOff() throws IOException {
        courier.close();
        courier = courier("127.0.0.1/32", Duration.ofMillis(1_500));
        receive(out -> {
            for (char c : "HTTP/1.1 200 OK and so on and so on and so on".toCharArray()) {
                out.write(c);
                out.flush();
                TimeUnit.MILLISECONDS.sleep(200);
            }
        });
        Reply reply = post();
        assertEquals(Reply.none("no answer in time"), reply);
    }

    @Test
    void nonsense_isNoAnswer() {
        receive(out -> write(out, "I am no web server\r\n\r\n"));
        assertEquals(0, post().status());
    }

    @Test
    void receiverThatHangsUp_isNoAnswer() {
        receive(out -> {});
        assertEquals(0, post().status());
    }

    @Test
    void closedPort_isNoAnswer() throws IOException {
        server.close();
        assertEquals("it takes no connection", post().detail());
    }

    @Test
    void internalAddress_isNotCalled() throws IOException {
        courier.close();
        courier = courier("127.0.0.1:1", PATIENT);
        receive(out -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "2130706433")) {
            URI url = URI.create("http://" + host + ":" + server.getLocalPort() + "/hook");
            Reply reply = courier.post(url, Map.of("Content-Type", "text/plain"), new byte[1])
                    .toCompletableFuture()
                    .join();
            assertTrue(reply.detail().contains("TURNKEEPER_PROBE_ALLOW"), host + " " + reply);
            assertTrue(courier.isOutOfReach(url).toCompletableFuture().join(), host);
        }
        assertEquals(List.of(), requests);
    }

    @Test
    void nameThatLeadsNowhere_isNoAnswer_andMayBeGivenOne() {
        URI url = URI.create("http://no-such-host.invalid/hook");
        assertEquals(
                "its name leads nowhere",
                courier.post(url, Map.of(), new byte[1])
                        .toCompletableFuture()
                        .join()
                        .detail());
        assertFalse(courier.isOutOfReach(url).toCompletableFuture().join());
    }

    private static HttpCourier courier(String allowed, Duration within) {
        return new HttpCourier(Reach.of(allowed), within);
    }

    private Reply post() {
        return courier.post(
                        URI.create("http://127.0.0.1:" + server.getLocalPort() + "/hook?a=b"),
                        Map.of("Content-Type", "text/plain", "webhook-id", "7"),
                        "hello".getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join();
    }

    private void receive(Receiver receiver) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    requests.add(request(socket.getInputStream()));
                    receiver.answer(socket.getOutputStream());
                } catch (IOException over) {
                    // The courier hung up, or the test is over.
                } catch (InterruptedException over) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (!request.toString().endsWith("hello")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            request.append((char) next);
        }
        return request.toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
