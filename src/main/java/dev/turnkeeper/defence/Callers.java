package dev.turnkeeper.defence;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/** Tells who calls from a servlet request, and tells the operator about headers that were not believed. */
public final class Callers {

    private static final Logger LOG = Logger.getLogger(Callers.class.getName());
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);

    /** As ISO 3166 has them, and the few more that networks add for what is no country. */
    private static final Pattern COUNTRY = Pattern.compile("[A-Z][A-Z0-9]", Pattern.CASE_INSENSITIVE);

    private final TrustedProxies proxies;
    private final InstantSource clock;
    private final Optional<String> countryHeader;
    private final AtomicReference<Instant> nextWarning = new AtomicReference<>(Instant.MIN);

    /** @param countryHeader in which a trusted proxy says where its visitor is; empty: nobody says it */
    public Callers(TrustedProxies proxies, InstantSource clock, Optional<String> countryHeader) {
        this.proxies = proxies;
        this.clock = clock;
        this.countryHeader = countryHeader;
    }

    /** The country's two letters, as a trusted proxy says them. */
    public Optional<String> country(HttpServletRequest request) {
        return countryHeader
                .filter(header -> isProxied(request))
                .map(request::getHeader)
                .map(String::strip)
                .filter(said -> isCountry(said));
    }

    public static boolean isCountry(String text) {
        return COUNTRY.matcher(text).matches();
    }

    /** Whether anybody says where visitors are. */
    public boolean knowsCountries() {
        return countryHeader.isPresent();
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
