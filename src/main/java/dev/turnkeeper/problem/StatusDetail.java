package dev.turnkeeper.problem;

/** What to say of a status that the container chose, where nobody knows more. */
final class StatusDetail {

    static final String CHALLENGE = "Bearer realm=\"turnkeeper\"";

    private StatusDetail() {}

    static String of(int status) {
        return switch (status) {
            case 400 -> "The request could not be read: check its URL, headers and body";
            case 401 -> "This needs a valid login: send Authorization: Bearer with a token, or X-Api-Key with a key";
            case 403 -> "This is not open to this login, or to nobody at all: another role may be needed";
            case 404 -> "There is nothing under this path: /openapi lists what there is";
            case 405 -> "This path does not know this method: the header Allow lists those it knows";
            case 406 -> "This path cannot answer in a type that Accept names: send Accept: application/json";
            case 413 -> "The body is larger than is allowed here";
            case 415 -> "This path does not read this Content-Type: send application/json";
            case 501 -> "No path here knows this method";
            case 503 -> "This node cannot answer now: try again in a few seconds";
            default ->
                status < 500
                        ? "The request could not be answered as it was sent"
                        : "Something went wrong here, not with the request; the log of this node says what";
        };
    }
}
