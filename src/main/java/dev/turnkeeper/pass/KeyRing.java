package dev.turnkeeper.pass;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.turnkeeper.state.NoAnswer;
import dev.turnkeeper.state.Registers;
import dev.turnkeeper.state.ReplicatedBytes;
import dev.turnkeeper.ticket.TicketKeys;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * The keys that the whole grid shares. Reads are local and take no lock.
 *
 * <p>The truth is one register, replaced whole by compareAndSet with the next version; a replicated map carries copies, of
 * which every node takes what is newer than its own. Until {@link #learn} has read or made the grid's keys, a node has
 * keys of its own that nobody else knows: what it signed with them is worth nothing, and it must not be ready.
 */
public final class KeyRing {

    private static final Logger LOG = System.getLogger(KeyRing.class.getName());
    private static final String REGISTER = "keys";
    private static final String ENTRY = "ring";
    private static final int ATTEMPTS = 8;

    private final Registers registers;
    private final ReplicatedBytes shared;
    private final KeyAlgorithm algorithm;
    private final SecureRandom random;
    private final InstantSource clock;
    private final AtomicReference<KnownKeys> known;

    private KeyRing(
            Registers registers,
            ReplicatedBytes shared,
            KeyAlgorithm algorithm,
            SecureRandom random,
            InstantSource clock) {
        this.registers = registers;
        this.shared = shared;
        this.algorithm = algorithm;
        this.random = random;
        this.clock = clock;
        RingKeys own = RingKeys.first(KeyAlgorithm.ES256, random, clock.instant());
        this.known = new AtomicReference<>(
                new KnownKeys(new RingKeys(0, own.secret(), own.signing(), own.tickets()), clock.instant()));
    }

    /**
     * @param shared the map of keys; nothing else may write to it
     * @param algorithm of the keys that this node makes
     */
    public static KeyRing of(
            Registers registers,
            ReplicatedBytes shared,
            KeyAlgorithm algorithm,
            SecureRandom random,
            InstantSource clock) {
        KeyRing ring = new KeyRing(registers, shared, algorithm, random, clock);
        shared.listen((key, bytes) -> ring.hear(bytes));
        shared.all().values().forEach(ring::hear);
        return ring;
    }

    /** Reads the grid's keys, or makes the first; fails where the register does not answer. */
    public CompletionStage<Void> learn() {
        return registers
                .get(REGISTER)
                .thenCompose(stored -> stored.isPresent() ? CompletableFuture.completedFuture(stored) : makeFirst())
                .thenAccept(stored -> {
                    byte[] bytes = stored.orElseThrow();
                    take(RingKeys.ofBytes(bytes));
                    shared.put(ENTRY, bytes);
                });
    }

    private CompletionStage<Optional<byte[]>> makeFirst() {
        KnownKeys ours = now();
        // Registers that were re-created empty after a lost majority get back what is left.
        RingKeys keys = ours.ring().version() > 0 ? ours.ring() : RingKeys.first(algorithm, random, clock.instant());
        return registers
                .compareAndSet(REGISTER, Optional.empty(), keys.toBytes())
                .thenCompose(done -> registers.get(REGISTER));
    }

    /** Brings register, map and this node together again; does nothing where they agree, or the register does not answer. */
    public void repair() {
        try {
            Optional<byte[]> stored = NoAnswer.await(registers.get(REGISTER));
            long version = stored.map(RingKeys::ofBytes).map(RingKeys::version).orElse(0L);
            RingKeys ours = now().ring();
            if (ours.version() > version) {
                NoAnswer.await(registers.compareAndSet(REGISTER, stored, ours.toBytes()));
            } else if (stored.isPresent()) {
                take(RingKeys.ofBytes(stored.get()));
                if (!shared.get(ENTRY)
                        .filter(entry -> Arrays.equals(entry, stored.get()))
                        .isPresent()) {
                    shared.put(ENTRY, stored.get());
                }
            }
        } catch (NoAnswer none) {
            LOG.log(Level.DEBUG, "the register of the keys gave no answer");
        }
    }

    /** Makes new keys, which every node and every verifier hears of before they sign. Waits up to some seconds. */
    public KeyRotation rotate() {
        return change((keys, now) -> {
            Instant newest = keys.signing().get(keys.signing().size() - 1).signsFrom();
            if (newest.isAfter(now)) {
                return new Change(new KeyRotation(KeyRotation.Kind.UPCOMING, newest), Optional.empty());
            }
            if (keys.verifyingAt(now).size() >= RingKeys.MOST_KEYS) {
                return new Change(new KeyRotation(KeyRotation.Kind.TOO_MANY, now), Optional.empty());
            }
            return new Change(
                    new KeyRotation(KeyRotation.Kind.DONE, now.plus(RingKeys.SIGNS_AFTER)),
                    Optional.of(keys.rotated(algorithm, random, now)));
        });
    }

    /**
     * Makes a new pair to sign passes with, from now on, and drops all others: no node takes a pass any more that was
     * signed before, once it has heard of it. For a key that somebody else may have. Waits up to some seconds.
     */
    public KeyRotation replace() {
        return change((keys, now) -> new Change(
                new KeyRotation(KeyRotation.Kind.DONE, now), Optional.of(keys.replaced(algorithm, random, now))));
    }

    /** @param next empty where the keys stay as they are */
    private record Change(KeyRotation rotation, Optional<RingKeys> next) {}

    private KeyRotation change(BiFunction<RingKeys, Instant, Change> decide) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<byte[]> stored = NoAnswer.await(registers.get(REGISTER));
                RingKeys keys = stored.map(RingKeys::ofBytes)
                        .filter(found -> found.version() >= now().ring().version())
                        .orElse(now().ring());
                Change change = decide.apply(keys, clock.instant());
                if (change.next().isEmpty()) {
                    return change.rotation();
                }
                RingKeys next = change.next().get();
                byte[] bytes = next.toBytes();
                if (NoAnswer.await(registers.compareAndSet(REGISTER, stored, bytes))) {
                    take(next);
                    shared.put(ENTRY, bytes);
                    return change.rotation();
                }
            }
        } catch (NoAnswer none) {
            LOG.log(Level.DEBUG, "the register of the keys gave no answer");
        }
        return new KeyRotation(KeyRotation.Kind.NO_MAJORITY, clock.instant());
    }

    /** The keys that tickets are signed with and checked by; the same object while nothing changes. */
    public TicketKeys ticketKeys() {
        return now().tickets(clock.instant());
    }

    /** The public parts, as a JSON Web Key Set; the same text on every node that knows the same keys. */
    public String jwks() {
        List<JWK> published = now().ring().verifyingAt(clock.instant()).stream()
                .map(key -> key.key().toPublicJWK())
                .toList();
        return new JWKSet(published).toString(true);
    }

    /** Of every key that signs, will sign or verifies. */
    public List<KeyInfo> infos() {
        RingKeys ring = now().ring();
        Instant at = clock.instant();
        List<KeyInfo> infos = new ArrayList<>();
        String signing = ring.signingAt(at).key().getKeyID();
        for (int i = 0; i < ring.signing().size(); i++) {
            RingKeys.Signing key = ring.signing().get(i);
            Optional<Instant> next = i + 1 < ring.signing().size()
                    ? Optional.of(ring.signing().get(i + 1).signsFrom())
                    : Optional.empty();
            infos.add(new KeyInfo(
                    key.key().getKeyID(),
                    KeyInfo.Use.PASS,
                    key.key().getAlgorithm().getName(),
                    state(key.key().getKeyID().equals(signing), key.signsFrom(), at),
                    key.createdAt(),
                    key.signsFrom(),
                    next.map(from -> from.plus(RingKeys.PASS_LIVES_AT_MOST))));
        }
        int current = ring.ticketAt(at).id();
        for (int i = 0; i < ring.tickets().size(); i++) {
            RingKeys.TicketKey key = ring.tickets().get(i);
            Optional<Instant> next = i + 1 < ring.tickets().size()
                    ? Optional.of(ring.tickets().get(i + 1).signsFrom())
                    : Optional.empty();
            infos.add(new KeyInfo(
                    Integer.toString(key.id()),
                    KeyInfo.Use.TICKET,
                    "HS256",
                    state(key.id() == current, key.signsFrom(), at),
                    key.createdAt(),
                    key.signsFrom(),
                    next.map(from -> from.plus(RingKeys.TICKET_LIVES_AT_MOST))));
        }
        return infos.stream()
                .filter(info -> info.verifiesUntil().map(at::isBefore).orElse(true))
                .toList();
    }

    private static KeyInfo.State state(boolean current, Instant signsFrom, Instant at) {
        if (current) {
            return KeyInfo.State.SIGNING;
        }
        return signsFrom.isAfter(at) ? KeyInfo.State.UPCOMING : KeyInfo.State.RETIRED;
    }

    /** The grid's keys, as far as this node knows. */
    KnownKeys now() {
        return Objects.requireNonNull(known.get());
    }

    private void hear(byte[] bytes) {
        try {
            take(RingKeys.ofBytes(bytes));
        } catch (IllegalStateException unreadable) {
            LOG.log(Level.WARNING, "Keys told by another node are left aside: {0}", unreadable.getMessage());
        }
    }

    private void take(RingKeys newer) {
        KnownKeys was = now();
        if (was.ring().version() >= newer.version()) {
            return;
        }
        KnownKeys next = new KnownKeys(newer, clock.instant());
        while (!known.compareAndSet(was, next)) {
            was = now();
            if (was.ring().version() >= newer.version()) {
                return;
            }
        }
    }

    /** Ids only. */
    @Override
    public String toString() {
        return now().ring().toString();
    }
}
