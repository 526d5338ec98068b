package dev.turnkeeper.defence;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;

/** Says whether the asking page may read it just before it goes out: only by then the front knows the room. */
final class CrossOriginAnswer extends HttpServletResponseWrapper {

    private static final String EXPOSED = "Retry-After, ETag, Location";

    private final String origin;
    private final BooleanSupplier isAllowed;
    private boolean decided;
    private boolean allowed;

    CrossOriginAnswer(HttpServletResponse response, String origin, BooleanSupplier isAllowed) {
        super(response);
        this.origin = origin;
        this.isAllowed = isAllowed;
    }

    /** The first time counts. @return whether it may be read */
    boolean decide() {
        if (!decided) {
            decided = true;
            allowed = isAllowed.getAsBoolean();
            if (allowed) {
                setHeader("Access-Control-Allow-Origin", origin);
                setHeader("Access-Control-Expose-Headers", EXPOSED);
            }
        }
        return allowed;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        decide();
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        decide();
        return super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        decide();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        decide();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        decide();
        super.sendError(status, message);
    }
}
