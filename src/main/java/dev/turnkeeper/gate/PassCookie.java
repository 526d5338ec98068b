package dev.turnkeeper.gate;

import dev.turnkeeper.door.Cookies;
import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.room.RoomId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a visitor's cookie becomes.
 *
 * @param pass empty: it is deleted, since it opens nothing any more
 */
record PassCookie(Optional<Pass> pass) {

    static final PassCookie DELETED = new PassCookie(Optional.empty());

    static PassCookie of(Pass pass) {
        return new PassCookie(Optional.of(pass));
    }

    void write(HttpServletResponse response, RoomId room, Instant now, boolean secure) {
        Cookies.set(
                response,
                Cookies.ofPass(room),
                pass.map(Pass::token).orElse(""),
                pass.map(given -> Math.max(
                                0, Duration.between(now, given.expiresAt()).toSeconds()))
                        .orElse(0L),
                secure);
    }
}
