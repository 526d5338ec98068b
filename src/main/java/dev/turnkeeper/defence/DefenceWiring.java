package dev.turnkeeper.defence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes this package's container-free part. */
@Dependent
final class DefenceWiring {

    private static final Logger LOG = Logger.getLogger(DefenceWiring.class.getName());
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    @Produces
    @Singleton
    static TrustedProxies trustedProxies(
            @ConfigProperty(name = "turnkeeper.trusted-proxies", defaultValue = "loopback") String list) {
        return TrustedProxies.of(list);
    }

    @Produces
    @Singleton
    static Callers callers(
            TrustedProxies proxies,
            InstantSource clock,
            @ConfigProperty(name = "turnkeeper.country-header") Optional<String> countryHeader) {
        return new Callers(proxies, clock, countryHeader.map(String::strip).filter(text -> !text.isEmpty()));
    }

    @Produces
    @Singleton
    static Vetting vetting(Blocks blocks, AccessRules rules, BlockEvents events) {
        return new Vetting(blocks, rules, events);
    }

    @Produces
    @Singleton
    static Reach reach(@ConfigProperty(name = "turnkeeper.probe-allow") Optional<String> list) {
        return Reach.of(list.orElse(""));
    }

    /** A bad setting is known at the start, not at the first visitor. */
    static void start(
            @Observes @Initialized(ApplicationScoped.class) Object started,
            TrustedProxies proxies,
            @ConfigProperty(name = "turnkeeper.country-header") Optional<String> countryHeader) {
        countryHeader
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !HEADER.matcher(text).matches())
                .ifPresent(text -> {
                    throw new IllegalArgumentException("TURNKEEPER_COUNTRY_HEADER is \"" + text
                            + "\": the name of a header is needed, as CF-IPCountry");
                });
        LOG.config(proxies::toString);
    }
}
