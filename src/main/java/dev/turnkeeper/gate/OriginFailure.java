package dev.turnkeeper.gate;

import dev.turnkeeper.problem.Problem;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Why the service behind has not answered. */
final class OriginFailure {

    private static final int NOT_REACHED = 502;
    private static final int TOO_MANY = 503;
    private static final int TOO_LATE = 504;

    private OriginFailure() {}

    /** Whether there was no connection at all, so that nothing was sent. */
    static boolean isUnreached(Throwable failure) {
        return isOfConnecting(failure) || isOfConnecting(failure.getCause());
    }

    private static boolean isOfConnecting(@Nullable Throwable failure) {
        // Jetty's word for a connection that does not come; of silence later on it says TimeoutException.
        return failure instanceof SocketTimeoutException
                || failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException;
    }

    static int status(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return TOO_MANY;
        }
        return failure instanceof TimeoutException || failure instanceof SocketTimeoutException
                ? TOO_LATE
                : NOT_REACHED;
    }

    /** @param status that the library chose, or this class */
    static Problem problem(int status) {
        return Problem.of(
                status,
                switch (status) {
                    case NOT_REACHED -> "The service behind cannot be reached, or its answer cannot be read";
                    case TOO_MANY ->
                        "More requests wait for the service behind than this node holds: try again in a moment";
                    case TOO_LATE -> "The service behind does not answer in time";
                    default -> "The request did not come to its end";
                });
    }
}
