package dev.turnkeeper.gate;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.client.AbstractConnectorHttpClientTransport;
import org.eclipse.jetty.client.HttpClient;
import org.jspecify.annotations.Nullable;

/** The clients that ask the services behind. One waits equally long for all its connections, and rooms do not. */
final class OriginClients {

    private static final Logger LOG = Logger.getLogger(OriginClients.class.getName());

    private final Map<Integer, HttpClient> byConnectTimeout = new ConcurrentHashMap<>();
    private final Supplier<HttpClient> started;

    private final AtomicReference<@Nullable HttpClient> spare = new AtomicReference<>();

    /** @param started makes one, which is started */
    OriginClients(Supplier<HttpClient> started) {
        this.started = started;
    }

    /** This one first. */
    void use(HttpClient client) {
        spare.set(client);
    }

    HttpClient of(int connectTimeoutMillis) {
        return byConnectTimeout.computeIfAbsent(connectTimeoutMillis, millis -> {
            HttpClient given = spare.getAndSet(null);
            HttpClient client = given == null ? started.get() : given;
            // Its own setter is read when it starts.
            ((AbstractConnectorHttpClientTransport) client.getTransport())
                    .getClientConnector()
                    .setConnectTimeout(Duration.ofMillis(millis));
            return client;
        });
    }

    void stop() {
        byConnectTimeout.values().forEach(client -> {
            try {
                client.stop();
            } catch (Exception left) {
                LOG.log(Level.FINE, "a client does not stop", left);
            }
        });
    }
}
