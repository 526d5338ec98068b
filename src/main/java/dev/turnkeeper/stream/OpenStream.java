package dev.turnkeeper.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One reader's connection. Bytes go out as the reader takes them and never wait in a row: of positions only the newest is
 * kept. What must arrive (admitted, room, the end) is kept beside it; there are few of those in a stream's life, and a
 * reader that takes none of them is given up.
 */
final class OpenStream implements WriteListener, AsyncListener {

    private static final int LONGEST_WAITING = 65_536;

    private final AsyncContext context;
    private final ServletOutputStream out;
    private String lasting = "";
    private String newest = "";
    private boolean beating;
    private boolean beatSent;
    private boolean flushing;
    private volatile boolean over;
    private volatile boolean heard;
    private Runnable onEnd = () -> {};

    OpenStream(AsyncContext context, ServletOutputStream out) {
        this.context = context;
        this.out = out;
    }

    /** Before anything else. @param onEnd called once, when the connection is over, whoever ended it */
    void onEnd(Runnable onEnd) {
        this.onEnd = onEnd;
    }

    /** Replaces what was offered before and is not yet taken. */
    synchronized void offer(String event) {
        newest = event;
        drain();
    }

    /** Goes out before anything that is offered. */
    synchronized void send(String events) {
        if (lasting.length() + events.length() > LONGEST_WAITING) {
            end();
            return;
        }
        lasting += events;
        drain();
    }

    /**
     * That the system took a heartbeat says nothing yet: who closed the page a moment before refuses it only after that. Who
     * has not done so by the next one has taken it.
     */
    synchronized void beat() {
        heard = beatSent && !over;
        beatSent = false;
        beating = true;
        drain();
    }

    /** Says this as far as the reader takes it at once, and ends. */
    synchronized void close(String lastEvents) {
        newest = "";
        lasting += lastEvents;
        drain();
        end();
    }

    /** Whether it has turned out since this was last asked that a heartbeat was taken. */
    boolean takeHeard() {
        boolean was = heard && !over;
        if (was) {
            heard = false;
        }
        return was;
    }

    @Override
    public synchronized void onWritePossible() {
        drain();
    }

    private void drain() {
        if (over) {
            return;
        }
        try {
            if (flushing && out.isReady()) {
                flushing = false;
                out.flush();
            }
            while (hasMore() && out.isReady()) {
                out.write(take());
                if (out.isReady()) {
                    out.flush();
                } else {
                    flushing = true;
                }
            }
        } catch (IOException | RuntimeException gone) {
            end();
        }
    }

    private boolean hasMore() {
        return beating || !lasting.isEmpty() || !newest.isEmpty();
    }

    private byte[] take() {
        String events = lasting + newest;
        lasting = "";
        newest = "";
        if (!beating) {
            return events.getBytes(StandardCharsets.UTF_8);
        }
        beating = false;
        beatSent = true;
        return events.isEmpty() ? EventText.HEARTBEAT : (events + EventText.BEAT).getBytes(StandardCharsets.UTF_8);
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        onEnd.run();
        try {
            context.complete();
        } catch (IllegalStateException completed) {
            // The container was faster.
        }
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void onError(Throwable gone) {
        synchronized (this) {
            end();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        synchronized (this) {
            end();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        onError(new IllegalStateException("streams have no timeout"));
    }

    @Override
    public void onError(AsyncEvent event) {
        onError(event.getThrowable());
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Started once.
    }
}
