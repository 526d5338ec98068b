package dev.turnkeeper.node;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Requests over several connections at once, one on each. Of the answers only the beginnings are looked at: a client that
 * understands them has to be compiled too, and takes that CPU from the node it is to warm up.
 */
final class Burst implements Closeable {

    private static final byte[] BEGINNING = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

    private final List<Socket> sockets = new ArrayList<>();
    private final byte[] buffer = new byte[16 << 10];

    /** @param withinMillis to connect, and for each answer */
    Burst(int port, int connections, int withinMillis) throws IOException {
        try {
            for (int i = 0; i < connections; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(withinMillis);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), withinMillis);
            }
        } catch (IOException refused) {
            close();
            throw refused;
        }
    }

    /**
     * One request on each connection; waits until all are answered.
     *
     * @throws IOException where one is not; this is of no use then
     */
    void ask(Supplier<String> requests) throws IOException {
        for (Socket socket : sockets) {
            socket.getOutputStream().write(requests.get().getBytes(StandardCharsets.US_ASCII));
        }
        for (Socket socket : sockets) {
            awaitBeginning(socket);
        }
    }

    /** The rest of the answer before may come first. */
    private void awaitBeginning(Socket socket) throws IOException {
        int matched = 0;
        while (true) {
            int read = socket.getInputStream().read(buffer);
            if (read < 0) {
                throw new EOFException("the connection was closed instead of an answer");
            }
            for (int i = 0; i < read; i++) {
                if (buffer[i] == BEGINNING[matched]) {
                    matched++;
                } else {
                    matched = buffer[i] == BEGINNING[0] ? 1 : 0;
                }
                if (matched == BEGINNING.length) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
