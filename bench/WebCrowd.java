import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Visitors of web pages, for bench/visits. {@code enter <port> <room> <count> <file> <ticket|pass>}: lets them enter and writes what they
 * were given.
 * {@code hold <port> <file>}: opens a stream for each ticket, and each second writes a line: open, position events, heartbeats.
 */
public final class WebCrowd {

    private static final byte[] POSITION = "event: position".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEARTBEAT = "event: heartbeat".getBytes(StandardCharsets.US_ASCII);
    private static final int OPENED_AT_ONCE = 50;

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("enter")) {
            enter(port, arguments[2], Integer.parseInt(arguments[3]), Path.of(arguments[4]), arguments[5]);
        } else {
            hold(port, Files.readAllLines(Path.of(arguments[2])));
        }
    }

    private static void enter(int port, String room, int count, Path file, String wanted) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/visits"))
                .header("Content-Type", "application/json")
                .header("User-Agent", "bench")
                .POST(HttpRequest.BodyPublishers.ofString("{\"room\":\"" + room + "\"}"))
                .build();
        Pattern given = Pattern.compile("\"" + wanted + "\":\"([^\"]+)\"");
        ConcurrentLinkedQueue<String> proofs = new ConcurrentLinkedQueue<>();
        AtomicInteger left = new AtomicInteger(count);
        ExecutorService visitors = Executors.newFixedThreadPool(32);
        for (int i = 0; i < 32; i++) {
            visitors.submit(() -> {
                while (left.getAndDecrement() > 0) {
                    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                    Matcher proof = given.matcher(answer.body());
                    if (answer.statusCode() == 201 && proof.find()) {
                        proofs.add(proof.group(1));
                    } else {
                        left.incrementAndGet();
                    }
                }
                return null;
            });
        }
        visitors.shutdown();
        if (!visitors.awaitTermination(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("entering takes too long");
        }
        Files.write(file, proofs);
    }

    private static void hold(int port, List<String> tickets) throws IOException {
        Selector selector = Selector.open();
        ByteBuffer bytes = ByteBuffer.allocate(65_536);
        long[] counts = {0, 0, 0};
        int next = 0;
        long tell = System.nanoTime();
        while (true) {
            for (int i = 0; i < OPENED_AT_ONCE && next < tickets.size(); i++) {
                SocketChannel stream = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                String head = "GET /api/v1/visits/current/stream HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n"
                        + "Authorization: Ticket " + tickets.get(next++) + "\r\n\r\n";
                stream.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
                stream.configureBlocking(false);
                stream.register(selector, SelectionKey.OP_READ);
                counts[0]++;
            }
            selector.select(20);
            for (SelectionKey key : selector.selectedKeys()) {
                bytes.clear();
                int read = ((SocketChannel) key.channel()).read(bytes);
                if (read < 0) {
                    key.channel().close();
                    counts[0]--;
                    continue;
                }
                counts[1] += count(bytes, POSITION);
                counts[2] += count(bytes, HEARTBEAT);
            }
            selector.selectedKeys().clear();
            if (System.nanoTime() - tell >= 1_000_000_000L) {
                tell += 1_000_000_000L;
                System.out.println(counts[0] + " " + counts[1] + " " + counts[2]);
            }
        }
    }

    /** An event lies in one write of the node, and so, nearly always, in one read. */
    private static int count(ByteBuffer bytes, byte[] word) {
        int found = 0;
        byte[] array = bytes.array();
        for (int at = 0; at + word.length <= bytes.position(); at++) {
            int same = 0;
            while (same < word.length && array[at + same] == word[same]) {
                same++;
            }
            found += same == word.length ? 1 : 0;
        }
        return found;
    }
}
