package dev.turnkeeper.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** The other end of a stream, which takes what it likes to: writing while it does not is an error, as in a container. */
final class Reader extends ServletOutputStream {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private boolean taking = true;
    private Runnable onEvent = () -> {};
    private boolean gone;
    private int completed;

    AsyncContext context() {
        return (AsyncContext) Proxy.newProxyInstance(
                Reader.class.getClassLoader(), new Class<?>[] {AsyncContext.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "complete" -> {
                            if (completed++ > 0) {
                                throw new IllegalStateException("completed twice");
                            }
                        }
                        case "setTimeout", "addListener" -> {}
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    void taking(boolean now) {
        taking = now;
    }

    /** What it does, once, as soon as it has an event. */
    void onEvent(Runnable does) {
        onEvent = does;
    }

    void vanish() {
        gone = true;
    }

    boolean isCompleted() {
        return completed == 1;
    }

    /** What arrived since this was last asked. */
    String read() {
        String text = taken.toString(StandardCharsets.UTF_8);
        taken.reset();
        return text;
    }

    @Override
    public boolean isReady() {
        return taking;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        check();
        taken.write(bytes, from, length);
        if (taken.toString(StandardCharsets.UTF_8).contains("event: ")) {
            Runnable does = onEvent;
            onEvent = () -> {};
            does.run();
        }
    }

    @Override
    public void flush() throws IOException {
        check();
    }

    private void check() throws IOException {
        if (gone) {
            throw new IOException("the reader is gone");
        }
        if (!taking) {
            throw new IllegalStateException("written although the reader takes nothing");
        }
    }
}
