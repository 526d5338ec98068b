package dev.turnkeeper.defence;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;

/** Tells who calls from a servlet request, and tells the operator about headers that were not believed. */
public final class Callers {

    private static final Logger LOG = Logger.getLogger(Callers.class.getName());
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);

    private final TrustedProxies proxies;
    private final InstantSource clock;
    private final AtomicReference<Instant> nextWarning = new AtomicReference<>(Instant.MIN);

    public Callers(TrustedProxies proxies, InstantSource clock) {
        this.proxies = proxies;
        this.clock = clock;
    }

    public Caller of(HttpServletRequest request) {
        IpAddress peer = peer(request.getRemoteAddr());
        if (!proxies.trusts(peer)) {
            for (String header : TrustedProxies.HEADERS) {
                if (request.getHeader(header) != null) {
                    warn(peer, header);
                    break;
                }
            }
        }
        return proxies.caller(peer, header -> values(request, header));
    }

    /** Whether what the other end of the connection says of others may be believed. */
    public boolean isProxied(HttpServletRequest request) {
        return proxies.trusts(peer(request.getRemoteAddr()));
    }

    private static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }

    private static IpAddress peer(String text) {
        int zone = text.indexOf('%');
        return IpAddress.parse(zone < 0 ? text : text.substring(0, zone))
                .orElseThrow(() -> new IllegalStateException("the server names its peer \"" + text + "\", no address"));
    }

    private void warn(IpAddress peer, String header) {
        Instant now = clock.instant();
        Instant next = nextWarning.get();
        if (now.isBefore(next) || !nextWarning.compareAndSet(next, now.plus(WARN_EVERY))) {
            return;
        }
        LOG.warning(() -> peer + " sent " + header + " and is not believed: its visitors all count as " + peer
                + ". If it is your proxy, add it to TURNKEEPER_TRUSTED_PROXIES (said at most once a minute)");
    }
}
