package dev.turnkeeper.defence;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who really asked, and for what, as far as trusted proxies say so.
 *
 * @param address the first untrusted hop seen from us; the connection's own peer where nobody we trust stands between
 * @param scheme {@code http} or {@code https} as that hop used it; empty: nobody said, the connection's own holds
 * @param host the host that was asked for, without a port, lower-cased
 * @param port the port that was asked for
 */
public record Caller(IpAddress address, Optional<String> scheme, Optional<String> host, OptionalInt port) {

    static Caller direct(IpAddress peer) {
        return new Caller(peer, Optional.empty(), Optional.empty(), OptionalInt.empty());
    }
}
