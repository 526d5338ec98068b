package dev.turnkeeper.notice;

import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.Once;
import dev.turnkeeper.state.SharedValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A grid of nodes that tell webhooks, in one time that moves when it is told to; what receivers get is written down. */
final class Town {

    static final URI URL = URI.create("https://hooks.example.com/turnkeeper");

    private final InMemoryGrid grid = new InMemoryGrid();
    private final Map<String, Long> claims = new HashMap<>();
    private final Instant start = Instant.parse("2026-12-31T23:59:41.777Z");
    private long nanos = -5_000_000_000L;
    private final long startNanos = nanos;

    /** All posts, in their order, as "node: kind subject". */
    final List<String> posts = new ArrayList<>();

    /** Their headers and bodies. */
    final List<Letter> letters = new ArrayList<>();

    /** What receivers answer; a future that never completes is a node that dies in the try. */
    CompletionStage<Reply> answer = taken();

    record Letter(URI url, Map<String, String> headers, byte[] body) {}

    static CompletionStage<Reply> taken() {
        return CompletableFuture.completedFuture(Reply.of(200));
    }

    static CompletionStage<Reply> failing() {
        return CompletableFuture.completedFuture(Reply.of(500));
    }

    InstantSource clock() {
        return this::now;
    }

    Instant now() {
        return start.plusNanos(nanos - startNanos);
    }

    long tick() {
        return 100 + (nanos - startNanos) / 1_000_000_000L;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    static Webhook.Settings settings(Set<Kind> events) {
        return settings(events, Map.of(), Set.of());
    }

    static Webhook.Settings settings(Set<Kind> events, Map<Kind, Integer> repeats, Set<String> rooms) {
        return new Webhook.Settings("a receiver", URL, events, repeats, rooms, true, 3);
    }

    /** One more node. */
    Node node(String name) {
        return new Node(name);
    }

    final class Node {

        final Webhooks webhooks;
        final Notices notices;
        final Deliveries deliveries;
        final Watch watch;

        private Node(String name) {
            InMemoryGrid.InMemoryState member = grid.member();
            webhooks = Webhooks.of(
                    SharedValue.of("webhooks", member.registers(), member.replicated("shared")),
                    new SecureRandom(),
                    clock());
            notices = Notices.of(SharedValue.of("notices", member.registers(), member.replicated("shared")));
            deliveries = new Deliveries(
                    webhooks,
                    notices,
                    member.replicated("deliveries"),
                    claims(),
                    new Deliveries.Means(
                            courier(name), new Envelope(URI.create("/turnkeeper/test")), new Backoff(() -> 0.5)),
                    clock(),
                    () -> nanos,
                    NoticeEvents.NONE);
            watch = new Watch(webhooks, notices, deliveries, claims(), clock(), () -> nanos);
        }

        /** A second in which the grid moves. */
        void second(Sight sight) {
            watch.look(sight);
            deliveries.work();
        }

        private Courier courier(String name) {
            return new Courier() {
                @Override
                public CompletionStage<Reply> post(URI url, Map<String, String> headers, byte[] body) {
                    String text = new String(body, StandardCharsets.UTF_8);
                    posts.add(name + ": " + field(text, "type") + " " + field(text, "subject"));
                    letters.add(new Letter(url, headers, body));
                    return answer;
                }

                @Override
                public CompletionStage<Boolean> isOutOfReach(URI url) {
                    return CompletableFuture.completedFuture(false);
                }
            };
        }
    }

    static String field(String json, String name) {
        int from = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(from, json.indexOf('"', from));
    }

    /** As the grid's: asked by a later one, a name lasts longer. */
    private Once claims() {
        return (name, forMillis) -> {
            Long until = claims.put(name, nanos + forMillis * 1_000_000);
            return CompletableFuture.completedFuture(until == null || until - nanos <= 0);
        };
    }
}
