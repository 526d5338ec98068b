package dev.turnkeeper.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Very many who come to one room in the same moment: they are connected already, and nothing of a client library is in the
 * way. Every other one asks for the room's page, the rest are programs that ask for a place.
 */
final class Flood implements AutoCloseable {

    private static final int ANSWERED_WITHIN_MILLIS = 10_000;

    private final List<Socket> sockets = new ArrayList<>();
    private final List<byte[]> requests;

    private Flood(List<byte[]> requests) {
        this.requests = requests;
    }

    /** Connected, and silent. */
    static Flood before(NodeProcess node, String room, int visitors) throws IOException {
        String host = node.uri("/").getHost();
        String place = "{\"room\": \"" + room + "\"}";
        Flood flood = new Flood(List.of(
                request(
                        "GET /wait/" + room,
                        host,
                        "Accept: text/html\r\nAccept-Language: en\r\nCookie: tk-probe=1",
                        ""),
                request("POST /api/v1/visits", host, "Content-Type: application/json", place)));
        for (int i = 0; i < visitors; i++) {
            Socket socket = new Socket();
            flood.sockets.add(socket);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWERED_WITHIN_MILLIS);
            socket.connect(new InetSocketAddress(host, node.httpPort()), ANSWERED_WITHIN_MILLIS);
        }
        return flood;
    }

    private static byte[] request(String line, String host, String headers, String body) {
        return (line + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: crowd\r\nConnection: close\r\n" + headers
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** All at once. @return the answers, head and body, of pages and programs in turn */
    List<String> come() throws IOException {
        for (int i = 0; i < sockets.size(); i++) {
            sockets.get(i).getOutputStream().write(requests.get(i % requests.size()));
        }
        List<String> answers = new ArrayList<>();
        for (Socket socket : sockets) {
            answers.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
