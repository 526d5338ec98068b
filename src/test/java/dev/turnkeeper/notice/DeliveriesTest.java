package dev.turnkeeper.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.answer.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private final Town town = new Town();
    private final Town.Node here = town.node("here");
    private final Town.Node there = town.node("there");
    private final Webhook webhook = here.webhooks
            .create(Town.settings(Set.of(Kind.LIMIT_CHANGED)), "kim")
            .after()
            .orElseThrow();

    @Test
    void notice_isSentByOneNode_signedWithTheSecret() {
        happens("limit/shop/1");
        seconds(120);
        assertEquals(1, town.posts.size(), town.posts::toString);
        Town.Letter letter = town.letters.get(0);
        assertEquals(
                "application/cloudevents+json; charset=utf-8", letter.headers().get("Content-Type"));
        String id = Town.field(new String(letter.body(), StandardCharsets.UTF_8), "id");
        assertEquals(id, letter.headers().get("webhook-id"));
        Instant at = Instant.ofEpochSecond(Long.parseLong(letter.headers().getOrDefault("webhook-timestamp", "")));
        assertEquals(
                Signature.of(List.of(webhook.secret()), id, at, letter.body()),
                letter.headers().get("webhook-signature"));
        Deliveries.Seen seen = there.deliveries.of(webhook).get(0);
        assertEquals("SENT", seen.state(), "known on the other node");
        assertEquals(1, seen.tries());
    }

    @Test
    void failure_isTriedAgain_laterAndLater_underOneId_untilItIsTaken() {
        town.answer = Town.failing();
        happens("limit/shop/1");
        seconds(5);
        assertEquals(1, town.posts.size());
        assertEquals("WAITING", there.deliveries.of(webhook).get(0).state());
        seconds(1);
        assertEquals(2, town.posts.size());
        seconds(14);
        assertEquals(2, town.posts.size());
        town.answer = Town.taken();
        seconds(1);
        assertEquals(3, town.posts.size());
        assertEquals(
                1,
                town.letters.stream()
                        .map(letter -> letter.headers().get("webhook-id"))
                        .distinct()
                        .count());
        assertEquals("SENT", here.deliveries.of(webhook).get(0).state());
        seconds(300);
        assertEquals(3, town.posts.size());
    }

    @Test
    void deadLetter_isSeen_andTriedAgainByHand() {
        town.answer = Town.failing();
        happens("limit/shop/1");
        seconds(300);
        assertEquals(3, town.posts.size(), "as often as its webhook says");
        Deliveries.Seen dead = there.deliveries.of(webhook).get(0);
        assertEquals("DEAD", dead.state());
        assertEquals(500, dead.last().orElseThrow().status());
        assertTrue(dead.nextAt().isEmpty());

        town.answer = Town.taken();
        assertEquals(
                "WAITING",
                there.deliveries.retry(webhook, dead.id()).orElseThrow().state());
        seconds(2);
        assertEquals(4, town.posts.size());
        assertEquals("SENT", here.deliveries.of(webhook).get(0).state());
        assertTrue(here.deliveries.retry(webhook, dead.id()).isEmpty(), "what was taken is not sent again");
    }

    @Test
    void nodeThatDiesAfterItsClaim_isFollowedByAnother() {
        town.answer = new CompletableFuture<>();
        happens("limit/shop/1");
        town.pass(Duration.ofSeconds(1));
        here.deliveries.work();
        there.deliveries.work();
        assertEquals(List.of("here"), senders());
        town.answer = Town.taken();
        for (int i = 0; i < 80; i++) {
            town.pass(Duration.ofSeconds(1));
            there.deliveries.work();
        }
        assertEquals(List.of("here"), senders(), "its claim holds for a while");
        for (int i = 0; i < 20; i++) {
            town.pass(Duration.ofSeconds(1));
            there.deliveries.work();
        }
        assertEquals(List.of("here", "there"), senders());
        assertEquals("SENT", there.deliveries.of(webhook).get(0).state());
    }

    @Test
    void nodeThatComesLater_knowsWhatWasSent() {
        happens("limit/shop/1");
        seconds(2);
        Town.Node late = town.node("late");
        town.pass(Duration.ofMinutes(5));
        late.deliveries.work();
        assertEquals(1, town.posts.size());
        assertEquals("SENT", late.deliveries.of(webhook).get(0).state());
    }

    @Test
    void slowReceiver_holdsUpNobodyElse() {
        here.webhooks.create(Town.settings(Set.of(Kind.LIMIT_CHANGED)), "kim");
        town.answer = new CompletableFuture<>();
        for (int i = 0; i < 10; i++) {
            happens("limit/shop/" + i);
        }
        town.pass(Duration.ofSeconds(1));
        here.deliveries.work();
        here.deliveries.work();
        assertEquals(4, town.posts.size(), "two to each at a time");
    }

    @Test
    void whatHappenedBeforeItsTime_isNotTold() {
        happens("limit/shop/1");
        seconds(2);
        here.webhooks.create(Town.settings(Set.of(Kind.LIMIT_CHANGED)), "kim");
        seconds(60);
        happens("limit/shop/2");
        seconds(60);
        assertEquals(3, town.posts.size(), "the first to one, the second to both");
    }

    @Test
    void disabledWebhook_isToldNothing_norLater() {
        enable(false);
        happens("limit/shop/1");
        seconds(10);
        enable(true);
        happens("limit/shop/2");
        seconds(10);
        assertEquals(1, town.posts.size());
    }

    @Test
    void deletedWebhook_isForgotten() {
        town.answer = Town.failing();
        happens("limit/shop/1");
        seconds(3);
        here.webhooks.delete(webhook.id(), was -> {});
        seconds(300);
        assertEquals(1, town.posts.size());
        assertEquals(List.of(), here.deliveries.of(webhook));
    }

    @Test
    void onlyTheLastOnes_areKept() {
        for (int i = 0; i < 100; i++) {
            happens("limit/shop/" + i);
            seconds(2);
        }
        assertEquals(100, town.posts.size());
        List<Deliveries.Seen> seen = there.deliveries.of(webhook);
        assertEquals(Delivery.KEPT, seen.size());
        assertTrue(seen.get(0).happenedAt().isAfter(seen.get(63).happenedAt()), "newest first");
    }

    @Test
    void rotation_signsWithBothSecrets_forADay() {
        Webhook rotated = here.webhooks.rotate(webhook.id()).after().orElseThrow();
        happens("limit/shop/1");
        seconds(2);
        assertEquals(2, signatures(0));
        assertEquals(List.of(rotated.secret(), webhook.secret()), rotated.secrets(town.now()));
        town.pass(Webhooks.BOTH_SECRETS);
        happens("limit/shop/2");
        seconds(2);
        assertEquals(1, signatures(1));
        assertEquals(List.of(rotated.secret()), rotated.secrets(town.now()));
    }

    @Test
    void secrets_areSaidByNothing() {
        Webhook rotated = here.webhooks.rotate(webhook.id()).after().orElseThrow();
        assertFalse(rotated.toString().contains("whsec"));
        assertFalse(rotated.toString().contains("turnkeeper"), "nor is the path of its URL");
        assertEquals("https://hooks.example.com/…", rotated.place());
    }

    @Test
    void trial_saysWhatCameBack_andIsNoDelivery() {
        town.answer = Town.failing();
        assertEquals(
                500, here.deliveries.trial(webhook, "kim").orElseThrow().join().status());
        assertEquals(List.of(), here.deliveries.of(webhook));
        town.answer = new CompletableFuture<>();
        for (int i = 0; i < 4; i++) {
            assertTrue(here.deliveries.trial(webhook, "kim").isPresent());
        }
        assertTrue(here.deliveries.trial(webhook, "kim").isEmpty(), "not more than four at a time");
    }

    @Test
    void slotOfADeletedWebhook_isGivenAnew() {
        for (int i = 1; i < Webhooks.MOST; i++) {
            assertEquals(
                    Webhooks.Outcome.DONE,
                    here.webhooks
                            .create(Town.settings(Set.of(Kind.NODE_LOST)), "kim")
                            .kind());
        }
        assertEquals(
                Webhooks.Outcome.TOO_MANY,
                there.webhooks
                        .create(Town.settings(Set.of(Kind.NODE_LOST)), "kim")
                        .kind());
        assertEquals(
                Webhooks.Outcome.DONE,
                there.webhooks.delete(webhook.id(), was -> {}).kind());
        Webhook next = there.webhooks
                .create(Town.settings(Set.of(Kind.NODE_LOST), Map.of(Kind.NODE_LOST, 60), Set.of("shop")), "lee")
                .after()
                .orElseThrow();
        assertEquals(webhook.slot(), next.slot());
        assertEquals(next, here.webhooks.find(next.id()).orElseThrow(), "the same on the other node");
        assertEquals(
                Webhooks.Outcome.NO_SUCH_WEBHOOK,
                here.webhooks.rotate(webhook.id()).kind());
    }

    private void enable(boolean enabled) {
        Webhook.Settings was = webhook.settings();
        here.webhooks.change(
                webhook.id(),
                known -> new Webhook.Settings(
                        was.name(), was.url(), was.events(), was.repeatSeconds(), was.rooms(), enabled, was.tries()));
    }

    private void happens(String about) {
        Notice notice = Notice.ofRoom(
                Kind.LIMIT_CHANGED, about, "shop", town.now(), town.tick(), new JsonText(8).field("room", "shop"));
        here.notices.change(board -> board.once(notice));
    }

    private void seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            town.pass(Duration.ofSeconds(1));
            here.deliveries.work();
            there.deliveries.work();
        }
    }

    private int signatures(int index) {
        return town.letters
                .get(index)
                .headers()
                .getOrDefault("webhook-signature", "")
                .split(" ")
                .length;
    }

    private List<String> senders() {
        return town.posts.stream()
                .map(post -> post.substring(0, post.indexOf(':')))
                .toList();
    }
}
