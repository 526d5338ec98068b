package dev.turnkeeper.door;

import dev.turnkeeper.defence.IpAddress;
import dev.turnkeeper.pass.VisitorTraits;
import java.util.Optional;

/**
 * Who stands at the door.
 *
 * @param address where the visitor comes from, as far as trusted proxies say so
 * @param country where the visitor is, as a trusted proxy says it
 * @param url scheme, host and port that the visitor asked for
 */
public record AtTheDoor(VisitorTraits traits, IpAddress address, Optional<String> country, String url) {}
