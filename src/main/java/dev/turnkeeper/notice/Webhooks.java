package dev.turnkeeper.notice;

import dev.turnkeeper.state.SharedValue;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The webhooks of the whole grid. Their secrets are kept as they are, since each delivery is signed with one, and shown
 * once. Reads are local; a change waits for the register, up to some seconds.
 */
public final class Webhooks {

    public static final int MOST = 20;

    /** How long deliveries carry the signatures of both secrets after a rotation. */
    public static final Duration BOTH_SECRETS = Duration.ofHours(24);

    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;

    private final SharedValue shared;
    private final SecureRandom random;
    private final InstantSource clock;
    private final AtomicReference<SortedMap<String, Webhook>> webhooks = new AtomicReference<>(new TreeMap<>());

    private Webhooks(SharedValue shared, SecureRandom random, InstantSource clock) {
        this.shared = shared;
        this.random = random;
        this.clock = clock;
    }

    public static Webhooks of(SharedValue shared, SecureRandom random, InstantSource clock) {
        Webhooks webhooks = new Webhooks(shared, random, clock);
        shared.listen(webhooks::read);
        webhooks.read();
        return webhooks;
    }

    /** How a change ended. */
    public enum Outcome {
        DONE,
        NO_SUCH_WEBHOOK,
        TOO_MANY,
        NO_MAJORITY
    }

    /**
     * What came of a change.
     *
     * @param secret of a webhook that just got one; shown now or never
     */
    public record Change(Outcome kind, Optional<Webhook> before, Optional<Webhook> after, Optional<String> secret) {

        static Change none(Outcome kind) {
            return new Change(kind, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** By id. */
    public Collection<Webhook> all() {
        return now().values();
    }

    public Optional<Webhook> find(String id) {
        return Optional.ofNullable(now().get(id));
    }

    public Change create(Webhook.Settings settings, String createdBy) {
        String id = HexFormat.of().formatHex(bytes(ID_BYTES));
        String secret = Signature.secret(bytes(SECRET_BYTES));
        Instant now = millis();
        return change(known -> {
            if (known.size() >= MOST) {
                return Step.refused(Outcome.TOO_MANY);
            }
            Webhook webhook = new Webhook(
                    id,
                    freeSlot(known.values()),
                    settings.name(),
                    settings.url(),
                    settings.events(),
                    settings.repeatSeconds(),
                    settings.rooms(),
                    settings.enabled(),
                    settings.tries(),
                    1,
                    now,
                    now,
                    createdBy,
                    secret,
                    "",
                    Instant.EPOCH);
            known.put(id, webhook);
            return new Step(
                    Optional.of(known),
                    new Change(Outcome.DONE, Optional.empty(), Optional.of(webhook), Optional.of(secret)));
        });
    }

    /** @param change asked on the webhook as it is then; what it throws comes through, and nothing is changed */
    public Change change(String id, Function<Webhook, Webhook.Settings> change) {
        Instant now = millis();
        return replace(id, webhook -> webhook.with(change.apply(webhook), now), Optional.empty());
    }

    /** A new secret; the one before counts too for {@link #BOTH_SECRETS}. */
    public Change rotate(String id) {
        String secret = Signature.secret(bytes(SECRET_BYTES));
        Instant until = millis().plus(BOTH_SECRETS);
        return replace(id, webhook -> webhook.withSecret(secret, until), Optional.of(secret));
    }

    /** @param precondition throws where it may not be deleted as it is */
    public Change delete(String id, Consumer<Webhook> precondition) {
        return change(known -> {
            Webhook was = known.get(id);
            if (was == null) {
                return Step.refused(Outcome.NO_SUCH_WEBHOOK);
            }
            precondition.accept(was);
            known.remove(id);
            return new Step(
                    Optional.of(known), new Change(Outcome.DONE, Optional.of(was), Optional.empty(), Optional.empty()));
        });
    }

    /** Reads what the grid has; false where it gave no answer. */
    public boolean learn() {
        return shared.learn();
    }

    private Change replace(String id, UnaryOperator<Webhook> change, Optional<String> secret) {
        return change(known -> {
            Webhook was = known.get(id);
            if (was == null) {
                return Step.refused(Outcome.NO_SUCH_WEBHOOK);
            }
            Webhook will = change.apply(was);
            known.put(id, will);
            return new Step(Optional.of(known), new Change(Outcome.DONE, Optional.of(was), Optional.of(will), secret));
        });
    }

    private Change change(Function<SortedMap<String, Webhook>, Step> change) {
        AtomicReference<Step> last = new AtomicReference<>(Step.refused(Outcome.NO_MAJORITY));
        SharedValue.Outcome outcome = shared.change(bytes -> {
            Step step = change.apply(bytes.map(WebhookList::ofBytes).orElseGet(TreeMap::new));
            last.set(step);
            return step.next.map(WebhookList::toBytes);
        });
        return outcome == SharedValue.Outcome.NO_MAJORITY
                ? Change.none(Outcome.NO_MAJORITY)
                : Objects.requireNonNull(last.get()).change;
    }

    private static int freeSlot(Collection<Webhook> webhooks) {
        Set<Integer> taken = webhooks.stream().map(Webhook::slot).collect(Collectors.toSet());
        return IntStream.range(0, MOST)
                .filter(slot -> !taken.contains(slot))
                .findFirst()
                .orElseThrow();
    }

    private synchronized void read() {
        shared.get()
                .map(WebhookList::ofBytes)
                .ifPresent(known -> webhooks.set(Collections.unmodifiableSortedMap(known)));
    }

    private SortedMap<String, Webhook> now() {
        return Objects.requireNonNull(webhooks.get());
    }

    private Instant millis() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private record Step(Optional<SortedMap<String, Webhook>> next, Change change) {

        static Step refused(Outcome kind) {
            return new Step(Optional.empty(), Change.none(kind));
        }
    }
}
