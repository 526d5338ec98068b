package dev.turnkeeper.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private final Town town = new Town();
    private final Town.Node here = town.node("here");
    private final Town.Node there = town.node("there");
    private final Map<String, Sight.Room> rooms = new HashMap<>();
    private final Set<String> members = new HashSet<>(Set.of("a:1", "b:1", "c:1"));
    private final Set<String> leaving = new HashSet<>();
    private boolean bypass;
    private boolean moving = true;

    @BeforeEach
    void listen() {
        listen(Map.of(), Set.of());
        room(0, false);
        seconds(1);
    }

    @Test
    void queue_isToldOnce_whenItHasLastedAndWhenItIsOver() {
        room(3, false);
        seconds(5);
        assertEquals(List.of(), town.posts);
        seconds(30);
        assertEquals(List.of("here: dev.turnkeeper.queue.began rooms/shop"), town.posts);
        room(0, false);
        seconds(15);
        assertEquals(1, town.posts.size());
        seconds(30);
        assertEquals("here: dev.turnkeeper.queue.ended rooms/shop", told(1));
        assertTrue(body(0).contains("\"waiting\":3"), body(0));
    }

    @Test
    void queue_thatFlickers_ringsNoBell() {
        for (int i = 0; i < 20; i++) {
            room(1, false);
            seconds(4);
            room(0, false);
            seconds(1);
        }
        assertEquals(List.of(), town.posts);
        room(1, false);
        seconds(7);
        for (int i = 0; i < 10; i++) {
            room(0, false);
            seconds(14);
            room(1, false);
            seconds(1);
        }
        assertEquals(1, town.posts.size(), "a moment without waiters is not its end");
    }

    @Test
    void queue_ofADeletedRoom_ends() {
        room(1, false);
        seconds(7);
        rooms.clear();
        seconds(20);
        assertEquals("here: dev.turnkeeper.queue.ended rooms/shop", told(1));
    }

    @Test
    void whatLasts_isSaidAgain_toWhomWantsIt_underOtherIds() {
        listen(Map.of(Kind.QUEUE_BEGAN, 60), Set.of());
        room(1, false);
        seconds(7);
        assertEquals(2, town.posts.size());
        seconds(59);
        assertEquals(3, town.posts.size(), "to one of the two");
        assertTrue(body(2).contains("\"repeat\":1"), body(2));
        seconds(60);
        assertEquals(4, town.posts.size());
        assertEquals(4, Set.of(id(0) + "1", id(1) + "2", id(2), id(3)).size());
        assertTrue(id(2).startsWith(id(0)));
        room(0, false);
        seconds(200);
        assertEquals(6, town.posts.size(), "the end, to each");
    }

    @Test
    void room_isNotToldToWhomWantsOthers() {
        town.posts.clear();
        here.webhooks.all().forEach(webhook -> here.webhooks.delete(webhook.id(), was -> {}));
        listen(Map.of(), Set.of("cinema"));
        room(1, false);
        seconds(10);
        assertEquals(List.of(), town.posts);
        members.remove("c:1");
        seconds(20);
        assertEquals(List.of("here: dev.turnkeeper.node.lost nodes/c:1"), town.posts, "a node is of no room");
    }

    @Test
    void node_isLostAndBack() {
        members.remove("c:1");
        seconds(14);
        assertEquals(List.of(), town.posts, "a quick restart is none");
        seconds(30);
        assertEquals(List.of("here: dev.turnkeeper.node.lost nodes/c:1"), town.posts);
        members.add("c:1");
        seconds(10);
        assertEquals("here: dev.turnkeeper.node.back nodes/c:1", told(1));
        members.remove("c:1");
        seconds(20);
        assertEquals(3, town.posts.size());
    }

    @Test
    void node_thatSaidGoodbye_isNotLost() {
        leaving.add("c:1");
        seconds(3);
        members.remove("c:1");
        seconds(60);
        assertEquals(List.of(), town.posts);
    }

    @Test
    void node_isToldByItsNeighbours_whereTheGridStandsStill() {
        moving = false;
        members.remove("c:1");
        seconds(40);
        assertEquals(List.of("here: dev.turnkeeper.node.lost nodes/c:1"), town.posts, "by one of them");
        members.add("c:1");
        moving = true;
        seconds(40);
        assertEquals("here: dev.turnkeeper.node.back nodes/c:1", told(1));
        assertEquals(2, town.posts.size());
    }

    @Test
    void emergencyBypass_isToldOnce() {
        bypass = true;
        seconds(10);
        bypass = false;
        seconds(10);
        assertEquals(
                List.of("here: dev.turnkeeper.bypass.began rooms", "here: dev.turnkeeper.bypass.ended rooms"),
                town.posts);
        assertTrue(body(0).contains("\"cause\":\"emergency\""), body(0));
    }

    @Test
    void bypassOfAFailureMode_isToldThoughTheGridStandsStill() {
        moving = false;
        room(0, true);
        seconds(3);
        assertEquals(List.of(), town.posts);
        seconds(10);
        assertEquals(List.of("here: dev.turnkeeper.bypass.began rooms/shop"), town.posts);
        moving = true;
        room(0, false);
        seconds(20);
        assertEquals("here: dev.turnkeeper.bypass.ended rooms/shop", told(1));
        assertEquals(2, town.posts.size());
    }

    @Test
    void limit_isToldByWhomItWasChanged_once() {
        there.watch.limitChanged("shop", 7, 100, 50, Optional.empty());
        here.watch.limitChanged("shop", 7, 100, 50, Optional.empty());
        here.watch.limitChanged("shop", 7, 100, 50, Optional.of("kim"));
        seconds(10);
        assertEquals(List.of("here: dev.turnkeeper.limit.changed rooms/shop"), town.posts);
        assertTrue(
                body(0).contains("\"data\":{\"room\":\"shop\",\"before\":100,\"after\":50,\"by\":\"kim\"}"), body(0));
        there.watch.limitChanged("shop", 8, 50, 60, Optional.empty());
        seconds(10);
        assertTrue(body(1).contains("\"after\":60,\"by\":null"), body(1));
        assertEquals(2, town.posts.size());
    }

    @Test
    void nobodyListening_nothingIsNoted() {
        here.webhooks.all().forEach(webhook -> here.webhooks.delete(webhook.id(), was -> {}));
        room(1, false);
        here.watch.limitChanged("shop", 7, 100, 50, Optional.empty());
        seconds(20);
        assertEquals(Board.EMPTY, here.notices.now());
    }

    private void listen(Map<Kind, Integer> repeats, Set<String> wanted) {
        assertEquals(
                Webhooks.Outcome.DONE,
                here.webhooks
                        .create(Town.settings(Set.copyOf(Kind.wanted()), repeats, wanted), "kim")
                        .kind());
    }

    private void room(long waiting, boolean letsBy) {
        rooms.put("shop", new Sight.Room(waiting, 10, 10, letsBy));
    }

    private void seconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            town.pass(Duration.ofSeconds(1));
            Sight sight =
                    new Sight(town.tick(), moving, Map.copyOf(rooms), bypass, Set.copyOf(members), Set.copyOf(leaving));
            here.second(sight);
            there.second(sight);
        }
    }

    private String told(int index) {
        return town.posts.size() > index ? town.posts.get(index) : "nothing: " + town.posts;
    }

    private String body(int index) {
        return new String(town.letters.get(index).body(), StandardCharsets.UTF_8);
    }

    private String id(int index) {
        return town.letters.get(index).headers().getOrDefault("webhook-id", "");
    }
}
