package dev.turnkeeper.lineup;

import dev.turnkeeper.pass.LoginFault;
import dev.turnkeeper.problem.ProblemException;

/** Why the queue gateway API says no. */
final class QueueProblems {

    private static final String CHALLENGE = "Bearer realm=\"turnkeeper\"";

    private QueueProblems() {}

    static ProblemException noLogin() {
        return ProblemException.typed(
                        401, "no-login", "Not logged in", "Send the visitor's login as Authorization: Bearer")
                .with("WWW-Authenticate", CHALLENGE);
    }

    static ProblemException refused(LoginFault fault) {
        return switch (fault) {
            case NOT_CONFIGURED ->
                login(
                        "login-not-configured",
                        "No login can be believed here: set TURNKEEPER_LOGIN_JWKS, _ISSUER and _AUDIENCE");
            case MALFORMED -> login("login-malformed", "The login is no JSON Web Token: send it as its issuer made it");
            case ALGORITHM ->
                login(
                        "login-algorithm",
                        "The login must be signed with RS, PS or ES 256, 384 or 512: let its issuer do so");
            case BAD_SIGNATURE ->
                login("login-signature", "The login is not signed with a key that its issuer publishes: log in again");
            case CLAIMS ->
                login(
                        "login-claims",
                        "The login has expired, or is of another issuer, for another service or without a subject: log"
                                + " in again");
            case NO_KEYS ->
                ProblemException.typed(
                                503,
                                "login-keys-unavailable",
                                "Logins cannot be checked now",
                                "The issuer's keys cannot be fetched: try again shortly, nothing is lost")
                        .with("Retry-After", "5");
        };
    }

    private static ProblemException login(String type, String detail) {
        return ProblemException.typed(401, type, "Not a valid login", detail).with("WWW-Authenticate", CHALLENGE);
    }

    static ProblemException noSuchRoom() {
        return ProblemException.typed(
                404, "no-room", "No such room", "There is no such room: name one that there is as ?room=");
    }

    static ProblemException whichRoom() {
        return ProblemException.badInput(
                "room", "is required, since there is not exactly one room: ask as ?room=ticket-opening");
    }

    static ProblemException noPlace() {
        return ProblemException.typed(
                404,
                "no-place",
                "Not in line",
                "This visitor holds no place in the room: POST /api/v1/queue/lineup gives one");
    }

    static ProblemException tooManyStreams() {
        return ProblemException.typed(
                        503,
                        "too-many-streams",
                        "Too many streams",
                        "No more streams can be opened here now: poll /api/v1/queue/status instead")
                .with("Retry-After", "60");
    }
}
