package dev.turnkeeper.defence;

import java.time.InstantSource;
import java.util.Optional;

/** Callers as a node tells them that trusts these proxies. */
public final class Trusting {

    private Trusting() {}

    public static Callers callers(String proxies, InstantSource clock) {
        return new Callers(TrustedProxies.of(proxies), clock, Optional.of("X-Country"));
    }
}
