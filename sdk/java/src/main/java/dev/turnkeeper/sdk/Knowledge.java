package dev.turnkeeper.sdk;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is known of the waiting room, kept fresh by one background thread: rules, keys, revocations; and who was here, which
 * goes back to it. The last good answer stays in force when none comes.
 */
final class Knowledge implements PassVerifier.KeySource, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Knowledge.class.getName());

    private static final int RULES_SECONDS = 10;
    private static final int KEYS_SECONDS = 300;
    private static final int REVOKED_SECONDS = 4;
    private static final int ALIVE_SECONDS = 10;
    private static final Duration BETWEEN_KEY_FETCHES = Duration.ofSeconds(30);
    private static final int MOST_IDS_A_CALL = 1000;
    private static final Duration OWN_REVOCATION = Duration.ofMinutes(10);
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(30);
    private static final int MOST_RENEWALS_WAITING = 1000;

    private final Settings settings;
    private final Node node;
    private final InstantSource clock;
    private final ScheduledExecutorService background;

    private volatile Optional<Rules> rules = Optional.empty();
    private String rulesTag = "";
    private volatile Keys keys = Keys.NONE;
    private volatile Instant lastAnswer;
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    /** By room and pass id, until when it matters. */
    private final Map<String, Map<String, Instant>> revoked = new ConcurrentHashMap<>();

    private final Map<String, Long> oldestGeneration = new ConcurrentHashMap<>();
    private final Map<String, String> revokedSince = new HashMap<>();
    private final Set<String> alive = ConcurrentHashMap.newKeySet();

    private final ReentrantLock keyFetch = new ReentrantLock();
    private volatile Instant lastKeyFetch = Instant.MIN;

    private final Semaphore renewals = new Semaphore(MOST_RENEWALS_WAITING);
    private final Recent<String, Instant> renewalAsked = new Recent<>(50_000);
    private final Recent<String, String> renewed = new Recent<>(10_000);

    Knowledge(Settings settings, Node node, InstantSource clock) {
        this.settings = settings;
        this.node = node;
        this.clock = clock;
        this.lastAnswer = clock.instant();
        this.background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "turnkeeper-sdk");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Asks for everything once, here, so that the first request finds it; then goes on in the background. */
    void start() {
        asking("rules", this::fetchRules);
        asking("keys", this::fetchKeys);
        goOn();
    }

    /** Every question once. */
    void ask() {
        asking("rules", this::fetchRules);
        asking("keys", this::fetchKeys);
        asking("revocations", this::fetchRevoked);
        asking("signs of life", this::tellAlive);
    }

    private void goOn() {
        every(RULES_SECONDS, "rules", this::fetchRules);
        every(KEYS_SECONDS, "keys", this::fetchKeys);
        every(REVOKED_SECONDS, "revocations", this::fetchRevoked);
        every(ALIVE_SECONDS, "signs of life", this::tellAlive);
    }

    Optional<Rules> rules() {
        return rules;
    }

    boolean isRevoked(PassClaims pass) {
        Map<String, Instant> ids = revoked.get(pass.room());
        return (ids != null && ids.containsKey(pass.id()))
                || pass.generation() < oldestGeneration.getOrDefault(pass.room(), 0L);
    }

    /** Counts at once; the node's own list takes over soon. */
    void revoke(String room, String passId) {
        revoke(room, passId, clock.instant().plus(OWN_REVOCATION));
    }

    private void revoke(String room, String passId, Instant until) {
        revoked.computeIfAbsent(room, any -> new ConcurrentHashMap<>())
                .merge(passId, until, (one, other) -> one.isAfter(other) ? one : other);
    }

    void heard(String passId) {
        alive.add(passId);
    }

    /** No answer for as long as the settings allow. */
    boolean isOutage() {
        return clock.instant().isAfter(lastAnswer.plus(settings.outageAfter()));
    }

    /** A pass's time stands still in an outage: nobody is thrown out because it could not be renewed. */
    Instant expiryClock() {
        return isOutage() ? lastAnswer : clock.instant();
    }

    @Override
    public Optional<Keys.Key> byId(String id) {
        Optional<Keys.Key> key = keys.byId(id);
        if (key.isPresent() || !mayFetchKeys()) {
            return key;
        }
        try {
            lastKeyFetch = clock.instant();
            asking("keys", this::fetchKeys);
        } finally {
            keyFetch.unlock();
        }
        return keys.byId(id);
    }

    /** Takes the lock where it says yes: one fetch at a time, and not one for each forged key id. */
    private boolean mayFetchKeys() {
        if (clock.instant().isBefore(lastKeyFetch.plus(BETWEEN_KEY_FETCHES)) || !keyFetch.tryLock()) {
            return false;
        }
        if (clock.instant().isBefore(lastKeyFetch.plus(BETWEEN_KEY_FETCHES))) {
            keyFetch.unlock();
            return false;
        }
        return true;
    }

    /** Gets the pass a later end, in the background; {@link #takeRenewed} has it afterwards. */
    void renew(String passId, String pass, Node.Visitor visitor) {
        Instant now = clock.instant();
        Instant before = renewalAsked.get(passId);
        if ((before != null && now.isBefore(before.plus(BETWEEN_RENEWALS))) || !renewals.tryAcquire()) {
            return;
        }
        renewalAsked.put(passId, now);
        background.execute(() -> {
            try {
                if (!isOutage()) {
                    asking("renewals", () -> fetchRenewed(passId, pass, visitor));
                }
            } finally {
                renewals.release();
            }
        });
    }

    private boolean fetchRenewed(String passId, String pass, Node.Visitor visitor)
            throws IOException, InterruptedException {
        node.renew(pass, visitor).ifPresent(later -> renewed.put(passId, later));
        return true;
    }

    /** The renewed pass, once. */
    Optional<String> takeRenewed(String passId) {
        return Optional.ofNullable(renewed.remove(passId));
    }

    @Override
    public void close() {
        background.shutdownNow();
    }

    private boolean fetchRules() throws IOException, InterruptedException {
        Optional<Node.Text> changed = node.rules(settings.shop().getHost(), rulesTag);
        if (changed.isEmpty()) {
            return true;
        }
        try {
            rules = Optional.of(Rules.parse(changed.get().body()));
            rulesTag = changed.get().etag();
            return true;
        } catch (ParseException notRules) {
            throw new IOException("not the JSON of rules", notRules);
        }
    }

    private boolean fetchKeys() throws IOException, InterruptedException {
        keys = node.keys();
        return true;
    }

    private boolean fetchRevoked() throws IOException, InterruptedException {
        Set<String> rooms = rules.map(Rules::roomIds).orElse(Set.of());
        for (String room : rooms) {
            Node.Revoked answer = node.revoked(room, revokedSince.getOrDefault(room, ""));
            answer.passes().forEach((id, until) -> revoke(room, id, until));
            oldestGeneration.put(room, answer.oldestGeneration());
            revokedSince.put(room, answer.since());
        }
        Instant now = clock.instant();
        revoked.values().forEach(ids -> ids.values().removeIf(until -> until.isBefore(now)));
        return !rooms.isEmpty();
    }

    private boolean tellAlive() throws IOException, InterruptedException {
        List<String> ids = List.copyOf(alive);
        for (int from = 0; from < ids.size(); from += MOST_IDS_A_CALL) {
            tellAlive(ids.subList(from, Math.min(ids.size(), from + MOST_IDS_A_CALL)));
        }
        return !ids.isEmpty();
    }

    private void tellAlive(List<String> ids) throws IOException, InterruptedException {
        // Before the call: who is heard meanwhile is told next time.
        ids.forEach(alive::remove);
        try {
            node.alive(ids);
        } catch (IOException failed) {
            alive.addAll(ids);
            throw failed;
        }
    }

    private void every(int seconds, String what, Question question) {
        background.scheduleWithFixedDelay(() -> asking(what, question), seconds, seconds, TimeUnit.SECONDS);
    }

    private interface Question {
        /** @return false where there was nothing to ask */
        boolean ask() throws IOException, InterruptedException;
    }

    private void asking(String what, Question question) {
        try {
            if (!question.ask()) {
                return;
            }
            lastAnswer = clock.instant();
            if (unanswered.remove(what)) {
                LOG.log(Level.INFO, "The waiting room at {0} answers for {1} again", settings.node(), what);
            }
        } catch (IOException | RuntimeException failed) {
            if (unanswered.add(what)) {
                LOG.log(
                        Level.WARNING,
                        "The waiting room at {0} did not answer for {1}: {2}",
                        settings.node(),
                        what,
                        failed);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
