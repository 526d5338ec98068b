package dev.turnkeeper.door;

import dev.turnkeeper.pass.VisitorTraits;

/**
 * Who stands at the door.
 *
 * @param url scheme, host and port that the visitor asked for
 */
public record AtTheDoor(VisitorTraits traits, String url) {}
