package dev.turnkeeper.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class OriginFailureTest {

    @Test
    void status_saysWhatWentWrong() {
        assertEquals(502, OriginFailure.status(new ConnectException("refused")));
        assertEquals(502, OriginFailure.status(new EOFException()));
        assertEquals(503, OriginFailure.status(new RejectedExecutionException()));
        assertEquals(504, OriginFailure.status(new SocketTimeoutException("connect")));
        assertEquals(504, OriginFailure.status(new TimeoutException("idle")));
        assertEquals(504, OriginFailure.problem(504).status());
    }

    @Test
    void unreached_isOnlyWhoGotNothing() {
        assertTrue(OriginFailure.isUnreached(new ConnectException()));
        assertTrue(OriginFailure.isUnreached(new IOException(new SocketTimeoutException())));
        assertFalse(OriginFailure.isUnreached(new EOFException()));
        assertFalse(OriginFailure.isUnreached(new TimeoutException()));
    }
}
