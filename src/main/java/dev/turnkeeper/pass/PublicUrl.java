package dev.turnkeeper.pass;

import java.util.Optional;

/**
 * Under which address visitors know this grid.
 *
 * @param value scheme, host and perhaps port, as {@code https://wait.example.com}; empty: as each request says
 */
public record PublicUrl(Optional<String> value) {}
