package dev.turnkeeper.door;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The schemes of the {@code Authorization} header that visitors, gateways and services use. */
public enum Authorization {
    TICKET("Ticket "),
    PASS("Pass "),
    LOGIN("Bearer ");

    private final String prefix;

    Authorization(String prefix) {
        this.prefix = prefix;
    }

    /** What the header says after this scheme; empty where there is none, or another one. */
    public Optional<String> of(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, prefix, 0, prefix.length())
                ? Optional.of(header.substring(prefix.length()).strip())
                : Optional.empty();
    }
}
