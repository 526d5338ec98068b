package dev.turnkeeper.node;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Many requests in one write, over a connection that is kept. Of the answers only the beginnings are looked at: a client that
 * understands them has to be compiled too, and takes that CPU from the node it is to warm up.
 */
final class Burst implements Closeable {

    private static final byte[] BEGINNING = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[32 << 10];
    private int matched;

    /** @param withinMillis to connect, and for each answer */
    Burst(int port, int withinMillis) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(withinMillis);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), withinMillis);
    }

    /**
     * Waits until every request is answered.
     *
     * @throws IOException where one is not; this is of no use then
     */
    void ask(String requests, int count) throws IOException {
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        for (int answered = 0; answered < count; ) {
            int read = socket.getInputStream().read(buffer);
            if (read < 0) {
                throw new EOFException("the connection was closed after " + answered + " of " + count + " answers");
            }
            answered += beginnings(read);
        }
    }

    /** The body of the last answer may still come: it is read with the next ones. */
    private int beginnings(int read) {
        int found = 0;
        for (int i = 0; i < read; i++) {
            if (buffer[i] == BEGINNING[matched]) {
                matched++;
            } else {
                matched = buffer[i] == BEGINNING[0] ? 1 : 0;
            }
            if (matched == BEGINNING.length) {
                matched = 0;
                found++;
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
