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
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes this package's container-free part. */
@Dependent
final class DefenceWiring {

    private static final Logger LOG = Logger.getLogger(DefenceWiring.class.getName());

    @Produces
    @Singleton
    static TrustedProxies trustedProxies(
            @ConfigProperty(name = "turnkeeper.trusted-proxies", defaultValue = "loopback") String list) {
        return TrustedProxies.of(list);
    }

    @Produces
    @Singleton
    static Callers callers(TrustedProxies proxies, InstantSource clock) {
        return new Callers(proxies, clock);
    }

    @Produces
    @Singleton
    static Reach reach(@ConfigProperty(name = "turnkeeper.probe-allow") Optional<String> list) {
        return Reach.of(list.orElse(""));
    }

    /** A bad setting is known at the start, not at the first visitor. */
    static void start(@Observes @Initialized(ApplicationScoped.class) Object started, TrustedProxies proxies) {
        LOG.config(proxies::toString);
    }
}
