package dev.turnkeeper.node;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service behind that answers bytes as they are given, one request a connection, and keeps the heads of what came. */
final class RawOrigin implements AutoCloseable {

    private final ServerSocket socket;
    private final Map<String, String> answers;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private RawOrigin(ServerSocket socket, Map<String, String> answers) {
        this.socket = socket;
        this.answers = answers;
    }

    /** @param answers whole, by method and path, as {@code GET /buy/1} */
    static RawOrigin start(Map<String, String> answers) throws IOException {
        RawOrigin origin = new RawOrigin(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
        origin.threads.execute(origin::accept);
        return origin;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Request line and headers of each request, in order. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            heads.add(head);
            String asked = head.substring(0, head.indexOf(" HTTP/"));
            String answer = answers.getOrDefault(asked, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            // The test sees that there was no answer.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.append((char) octet);
        }
        return head.toString();
    }
}
