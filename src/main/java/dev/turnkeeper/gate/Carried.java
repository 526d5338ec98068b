package dev.turnkeeper.gate;

/** A pass that a request carries, as text. */
record Carried(By by, String token) {

    enum By {
        HEADER,
        COOKIE,
        URL
    }
}
