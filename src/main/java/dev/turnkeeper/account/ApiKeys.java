package dev.turnkeeper.account;

import dev.turnkeeper.state.SharedValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The API keys of the whole grid: {@code tk_<id>_<secret>}, of which the secret is shown once and then forgotten. Reads are
 * local; a change waits for the register, up to some seconds.
 */
public final class ApiKeys {

    /** How long a key lives that names no end. */
    public static final Duration USUALLY_LIVES = Duration.ofDays(90);

    /** How long any may live. */
    public static final Duration LIVES_AT_MOST = Duration.ofDays(731);

    static final int MOST = 1_000;

    private static final String PREFIX = "tk_";
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST = 128;

    private final SharedValue shared;
    private final SecureRandom random;
    private final InstantSource clock;
    private final AtomicReference<SortedMap<String, ApiKey>> keys = new AtomicReference<>(new TreeMap<>());

    private ApiKeys(SharedValue shared, SecureRandom random, InstantSource clock) {
        this.shared = shared;
        this.random = random;
        this.clock = clock;
    }

    public static ApiKeys of(SharedValue shared, SecureRandom random, InstantSource clock) {
        ApiKeys keys = new ApiKeys(shared, random, clock);
        shared.listen(keys::read);
        keys.read();
        return keys;
    }

    /** How a change ended. */
    public enum Kind {
        DONE,
        NO_SUCH_KEY,
        TOO_MANY,
        NO_MAJORITY
    }

    /**
     * What came of a change.
     *
     * @param text the whole key, of one that was just made; shown now or never
     */
    public record Change(Kind kind, Optional<ApiKey> before, Optional<ApiKey> after, Optional<String> text) {

        static Change none(Kind kind) {
            return new Change(kind, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** Expired ones too, by id. */
    public Collection<ApiKey> all() {
        return now().values();
    }

    public Optional<ApiKey> find(String id) {
        return Optional.ofNullable(now().get(id));
    }

    /** @param rooms empty: all */
    public Change create(String name, Set<String> roles, Set<String> rooms, Instant expiresAt, String createdBy) {
        String secret = random(SECRET_BYTES);
        ApiKey key = new ApiKey(
                HexFormat.of().formatHex(bytes(ID_BYTES)),
                name,
                roles,
                rooms,
                digest(secret),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                expiresAt.truncatedTo(ChronoUnit.SECONDS),
                createdBy);
        Change change = new Change(
                Kind.DONE, Optional.empty(), Optional.of(key), Optional.of(PREFIX + key.id() + "_" + secret));
        return change(known -> {
            if (known.size() >= MOST) {
                return Step.refused(Kind.TOO_MANY);
            }
            known.put(key.id(), key);
            return new Step(Optional.of(known), change);
        });
    }

    /** @param change of anything but its id and digest */
    public Change change(String id, UnaryOperator<ApiKey> change) {
        return change(known -> {
            ApiKey was = known.get(id);
            if (was == null) {
                return Step.refused(Kind.NO_SUCH_KEY);
            }
            ApiKey will = change.apply(was);
            known.put(id, will);
            return new Step(
                    Optional.of(known), new Change(Kind.DONE, Optional.of(was), Optional.of(will), Optional.empty()));
        });
    }

    public Change delete(String id) {
        return change(known -> {
            ApiKey was = known.remove(id);
            return was == null
                    ? Step.refused(Kind.NO_SUCH_KEY)
                    : new Step(
                            Optional.of(known),
                            new Change(Kind.DONE, Optional.of(was), Optional.empty(), Optional.empty()));
        });
    }

    /** Whose it is; empty where it does not count, or no longer. */
    public Optional<ApiKey> check(String text) {
        if (!text.startsWith(PREFIX) || text.length() > LONGEST) {
            return Optional.empty();
        }
        int end = text.indexOf('_', PREFIX.length());
        if (end < 0) {
            return Optional.empty();
        }
        byte[] asked = digest(text.substring(end + 1)).getBytes(StandardCharsets.US_ASCII);
        return find(text.substring(PREFIX.length(), end))
                .filter(key -> MessageDigest.isEqual(key.digest().getBytes(StandardCharsets.US_ASCII), asked))
                .filter(key -> clock.instant().isBefore(key.expiresAt()));
    }

    /** Reads what the grid has; false where it gave no answer. */
    public boolean learn() {
        return shared.learn();
    }

    private Change change(Function<SortedMap<String, ApiKey>, Step> change) {
        AtomicReference<Step> last = new AtomicReference<>(Step.refused(Kind.NO_MAJORITY));
        SharedValue.Outcome outcome = shared.change(bytes -> {
            Step step = change.apply(bytes.map(ApiKeyList::ofBytes).orElseGet(TreeMap::new));
            last.set(step);
            return step.next.map(ApiKeyList::toBytes);
        });
        return outcome == SharedValue.Outcome.NO_MAJORITY
                ? Change.none(Kind.NO_MAJORITY)
                : Objects.requireNonNull(last.get()).change;
    }

    private void read() {
        shared.get().map(ApiKeyList::ofBytes).ifPresent(known -> keys.set(Collections.unmodifiableSortedMap(known)));
    }

    private SortedMap<String, ApiKey> now() {
        return Objects.requireNonNull(keys.get());
    }

    private String random(int length) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(length));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String digest(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private record Step(Optional<SortedMap<String, ApiKey>> next, Change change) {

        static Step refused(Kind kind) {
            return new Step(Optional.empty(), Change.none(kind));
        }
    }
}
