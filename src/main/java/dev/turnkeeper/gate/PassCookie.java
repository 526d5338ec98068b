package dev.turnkeeper.gate;

import dev.turnkeeper.door.Cookies;
import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.room.RoomId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;

/** What a visitor's cookie becomes. */
record PassCookie(String token, Instant expiresAt) {

    /** It opens nothing any more. */
    static final PassCookie DELETED = new PassCookie("", Instant.EPOCH);

    static PassCookie of(Pass pass) {
        return new PassCookie(pass.token(), pass.expiresAt());
    }

    void write(HttpServletResponse response, RoomId room, Instant now, boolean secure) {
        Cookies.set(
                response,
                Cookies.ofPass(room),
                token,
                Math.max(0, Duration.between(now, expiresAt).toSeconds()),
                secure);
    }
}
