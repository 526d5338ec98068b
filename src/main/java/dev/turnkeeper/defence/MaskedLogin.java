package dev.turnkeeper.defence;

import dev.turnkeeper.ticket.VisitorKey;

/** A login of which only a keyed hash is kept. @param shown so much of it that who knows it recognises it */
public record MaskedLogin(VisitorKey key, String shown) {}
