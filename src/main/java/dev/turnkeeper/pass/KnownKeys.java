package dev.turnkeeper.pass;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import dev.turnkeeper.ticket.TicketKeys;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The grid's keys, ready for use: what is costly to make is made once for each version of them. */
final class KnownKeys {

    /** A key that verifies, and signs where it is ours to sign with now. */
    record Pair(String id, JWSAlgorithm algorithm, JWSSigner signer, JWSVerifier verifier) {}

    private record Tickets(int currentId, TicketKeys keys) {}

    private final RingKeys ring;
    private final Map<String, Pair> pairs = new HashMap<>();
    private final MacKey binding;
    private final MacKey subject;
    private final MacKey passId;
    private final MacKey handOver;
    private volatile Tickets tickets;

    KnownKeys(RingKeys ring, Instant now) {
        this.ring = ring;
        ring.signing().forEach(key -> pairs.put(key.key().getKeyID(), pair(key.key())));
        this.binding = new MacKey(ring.secret(), "binding");
        this.subject = new MacKey(ring.secret(), "subject");
        this.passId = new MacKey(ring.secret(), "pass-id");
        this.handOver = new MacKey(ring.secret(), "hand-over");
        this.tickets = tickets(ring.ticketAt(now).id());
    }

    RingKeys ring() {
        return ring;
    }

    Pair signing(Instant now) {
        return find(ring.signingAt(now).key().getKeyID()).orElseThrow();
    }

    Optional<Pair> find(String id) {
        return Optional.ofNullable(pairs.get(id));
    }

    /** The very same object until another key signs. */
    TicketKeys tickets(Instant now) {
        int current = ring.ticketAt(now).id();
        Tickets known = tickets;
        if (known.currentId() != current) {
            known = tickets(current);
            tickets = known;
        }
        return known.keys();
    }

    MacKey binding() {
        return binding;
    }

    MacKey subject() {
        return subject;
    }

    MacKey passId() {
        return passId;
    }

    MacKey handOver() {
        return handOver;
    }

    private Tickets tickets(int current) {
        return new Tickets(
                current,
                new TicketKeys(
                        current,
                        ring.tickets().stream()
                                .sorted(Comparator.comparingInt(RingKeys.TicketKey::id))
                                .collect(Collectors.toMap(RingKeys.TicketKey::id, RingKeys.TicketKey::secret))));
    }

    private static Pair pair(JWK key) {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(key.getAlgorithm().getName());
        try {
            return new Pair(
                    key.getKeyID(),
                    algorithm,
                    new DefaultJWSSignerFactory().createJWSSigner(key, algorithm),
                    new DefaultJWSVerifierFactory()
                            .createJWSVerifier(new JWSHeader(algorithm), ((AsymmetricJWK) key).toPublicKey()));
        } catch (JOSEException unusable) {
            throw new IllegalStateException("a stored signing key cannot be used", unusable);
        }
    }
}
