package dev.turnkeeper.gate;

/** A kind of proxy, by what it says of the request that it asks about. */
enum Family {
    /** {@code X-Original-URL}, {@code X-Original-Method}. */
    NGINX,
    /** {@code X-Forwarded-Method}, {@code -Proto}, {@code -Host}, {@code -Uri}: Traefik, Caddy. */
    FORWARD,
    /** Its own method, path and host, and {@code X-Forwarded-Proto}. */
    ENVOY
}
