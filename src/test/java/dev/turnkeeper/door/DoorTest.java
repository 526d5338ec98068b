package dev.turnkeeper.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.defence.AccessRule.Action;
import dev.turnkeeper.defence.Blocking;
import dev.turnkeeper.defence.Trusting;
import dev.turnkeeper.pass.Bindings;
import dev.turnkeeper.pass.EntryPasses;
import dev.turnkeeper.pass.HandOverFault;
import dev.turnkeeper.pass.KeyAlgorithm;
import dev.turnkeeper.pass.KeyRing;
import dev.turnkeeper.pass.LoginFault;
import dev.turnkeeper.pass.Logins;
import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.pass.PassEvents;
import dev.turnkeeper.pass.PassFault;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.pass.PublicUrl;
import dev.turnkeeper.room.BindTo;
import dev.turnkeeper.room.ResetInside;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomFields;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.Route;
import dev.turnkeeper.room.WebPolicy;
import dev.turnkeeper.state.Eventually;
import dev.turnkeeper.state.InMemoryGrid;
import dev.turnkeeper.state.Once;
import dev.turnkeeper.ticket.Ticket;
import dev.turnkeeper.ticket.Tickets;
import dev.turnkeeper.visit.Asked;
import dev.turnkeeper.visit.Coming;
import dev.turnkeeper.visit.EndedPlaces;
import dev.turnkeeper.visit.Entry;
import dev.turnkeeper.visit.OneNode;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.SideDoor;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.VisitEvents;
import dev.turnkeeper.visit.WebVisit;
import dev.turnkeeper.visit.WebVisit.State;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door of a real node (its tick loop, its places, its keys), with two places inside; only the container is missing. */
class DoorTest {

    private static final RoomId SHOP = new RoomId("shop");

    private final List<String> refused = new ArrayList<>();
    private final InMemoryGrid.InMemoryState state = new InMemoryGrid().member();
    private final Rooms rooms = Rooms.of(state.registers(), state.replicated("rooms"), () -> Instant.EPOCH);
    private Instant now = Instant.parse("2026-12-31T23:59:41Z");
    private final Blocking blocking = new Blocking();
    private Once once = state.once();
    private final List<Sign> signs = new ArrayList<>();
    private OneNode node;
    private KeyRing keys;
    private Tickets tickets;
    private Door door;

    @BeforeEach
    void open() throws Exception {
        RoomSettings settings = RoomSettings.of(SHOP, 2, Route.of("shop.example", "/**"));
        rooms.create(settings);
        rooms.create(RoomSettings.of(new RoomId("other"), 2, Route.of("other.example", "/**")));
        node = new OneNode(1, settings.policy(), VisitEvents.NONE);
        keys = KeyRing.of(
                state.registers(), state.replicated("keys"), KeyAlgorithm.ES256, new SecureRandom(), () -> now);
        Eventually.answer(keys.learn());
        tickets = new Tickets(keys::ticketKeys);
        door = door(Optional.empty());
    }

    private Door door(Optional<String> publicUrl) {
        PublicUrl url = new PublicUrl(publicUrl);
        return new Door(
                rooms,
                new AtOnce(),
                new SideDoor(),
                tickets,
                new Bindings(keys),
                new Passes(
                        keys,
                        new InMemoryGrid().member().sightings(),
                        url,
                        new SecureRandom(),
                        () -> now,
                        new Uncounted()),
                new EntryPasses(once),
                new Logins(Optional.empty(), () -> now, new Uncounted()),
                Trusting.callers("10.0.0.0/8", () -> now),
                blocking.vetting,
                url,
                () -> now,
                refused::add);
    }

    @Test
    void newcomer_getsAPlace_andKeepsItInASecondTabAndAfterARefresh() {
        Entered.Placed first = placed(new Asking());
        assertTrue(first.isNew());
        assertEquals(1, first.visit().position());
        for (int i = 0; i < 3; i++) {
            Entered.Placed again = placed(with(first));
            assertEquals(false, again.isNew());
            assertEquals(first.text(), again.text());
            assertEquals(first.ticket(), again.ticket());
        }
        assertEquals(2, placed(new Asking()).visit().position());
        assertEquals(List.of(), refused);
    }

    @Test
    void waiter_whoComesAgain_keepsThePlace_orGoesToTheBackWhereTheRoomSaysSo() {
        placed(new Asking());
        placed(new Asking());
        Entered.Placed third = placed(new Asking());
        placed(new Asking());
        assertEquals(3, placed(with(third)).visit().position());
        web(true, Set.of(BindTo.USER_AGENT));
        Entered.Placed moved = placed(with(third));
        assertTrue(moved.isNew());
        assertEquals(5, moved.visit().position());
        assertEquals(5, ticket(moved.text()).position());
        assertEquals(State.CANCELLED, look(third).state());
    }

    @Test
    void whoIsInside_keepsThePlace_alsoWhereWaitersGoToTheBack() {
        Entered.Placed first = placed(new Asking());
        web(true, Set.of(BindTo.USER_AGENT));
        assertEquals(first.text(), placed(with(first)).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "CANCELLED", "REVOKED"})
    void ticketOfAPlaceThatIsOver_getsANewOne(State over) {
        Entered.Placed first = placed(new Asking());
        node.visits.web().end(shop(), 1, first.visit().position(), over);
        Entered.Placed next = placed(with(first));
        assertTrue(next.isNew());
        assertEquals(2, next.visit().position());
        assertEquals(List.of(), refused, "it was a good ticket");
    }

    @Test
    void closedRoom_turnsNewcomersAway_andKeepsWhoIsThere() {
        Entered.Placed first = placed(new Asking());
        rooms.change(SHOP, Optional.empty(), room -> room.withState(RoomState.CLOSED));
        assertEquals(first.text(), placed(with(first)).text());
        Entered.Turned turned = assertInstanceOf(Entered.Turned.class, door.enter(new Asking().request(), shop()));
        assertEquals(Entry.Reason.CLOSED, turned.reason());
        assertTrue(turned.retryAfterSeconds() >= 1);
    }

    @Test
    void blockedVisitor_getsNoPlace_whicheverStateTheRoomIsIn_untilItEnds() {
        blocking.addresses("shop", "192.0.2.1", 60);
        for (RoomState state : List.of(RoomState.ACTIVE, RoomState.INACTIVE, RoomState.PAUSED, RoomState.CLOSED)) {
            rooms.change(SHOP, Optional.empty(), room -> room.withState(state));
            Entered.Blocked blocked =
                    assertInstanceOf(Entered.Blocked.class, door.enter(new Asking().request(), shop()));
            assertEquals(60, blocked.retryAfterSeconds());
        }
        rooms.change(SHOP, Optional.empty(), room -> room.withState(RoomState.ACTIVE));
        assertEquals(1, placed(new Asking().from("192.0.2.2")).visit().position());
        Room other = rooms.find(new RoomId("other")).orElseThrow();
        assertInstanceOf(Entered.Placed.class, door.enter(new Asking().request(), other));
        blocking.tick += 60;
        assertEquals(2, placed(new Asking()).visit().position());
    }

    @Test
    void blockedVisitor_seesThatInPlaceOfThePlace_andHasItAgainAfterwards() {
        Entered.Placed first = placed(new Asking());
        Shown.Held held = new Shown.Held(shop(), first.ticket(), first.text(), true);
        String block = blocking.addresses("shop", "192.0.2.0/24", 6_000)
                .after()
                .orElseThrow()
                .id();
        signs.clear();
        WebVisit seen = door.look(new Asking().request(), held, Sign.HEARD);
        assertEquals(State.BLOCKED, seen.state());
        assertEquals(0, seen.rank());
        assertEquals(Optional.empty(), door.pass(new Asking().request(), shop(), first.ticket(), seen));
        AtTheDoor streaming = door.visitor(new Asking().request());
        assertEquals(State.BLOCKED, door.look(streaming, held, Sign.HEARD).state());
        assertEquals(60, door.blockedSeconds(streaming, shop()), "for how long in truth is nobody's business");
        assertInstanceOf(Entered.Blocked.class, door.enter(with(first).request(), shop()));
        assertEquals(Set.of(Sign.NONE), Set.copyOf(signs), "no sign of life");
        Entered.Placed other = placed(new Asking().from("198.51.100.7"));
        assertEquals(2, other.visit().position(), "the place is still taken");
        blocking.blocks.lift(block);
        assertEquals(
                State.ADMITTED,
                door.look(new Asking().request(), held, Sign.NONE).state());
        assertEquals(first.text(), placed(with(first)).text());
    }

    @Test
    void deniedVisitor_isAnsweredAsOneWhoIsBlocked() {
        Entered.Placed first = placed(new Asking());
        Shown.Held held = new Shown.Held(shop(), first.ticket(), first.text(), true);
        blocking.add(blocking.rule(Action.DENY, null, "phone/*", null, null, null));
        signs.clear();
        for (RoomState state : List.of(RoomState.ACTIVE, RoomState.INACTIVE, RoomState.PAUSED, RoomState.CLOSED)) {
            rooms.change(SHOP, Optional.empty(), room -> room.withState(state));
            assertEquals(
                    60,
                    assertInstanceOf(
                                    Entered.Blocked.class,
                                    door.enter(with(first).request(), shop()))
                            .retryAfterSeconds());
        }
        rooms.change(SHOP, Optional.empty(), room -> room.withState(RoomState.ACTIVE));
        assertEquals(
                State.BLOCKED,
                door.look(new Asking().request(), held, Sign.HEARD).state());
        assertEquals(
                State.BLOCKED,
                door.look(door.visitor(new Asking().request()), held, Sign.HEARD)
                        .state());
        assertEquals(60, door.blockedSeconds(new Asking().request(), shop(), Optional::empty));
        assertEquals(Set.of(Sign.NONE), Set.copyOf(signs), "no sign of life");
        assertEquals(7, blocking.told.size(), "each answer is counted, once");
        assertEquals(2, placed(new Asking().userAgent("Other/2")).visit().position(), "the place is still taken");
    }

    @Test
    void country_isBelievedFromATrustedProxyAlone() {
        blocking.add(blocking.rule(Action.DENY, null, null, "KR", null, null));
        assertInstanceOf(
                Entered.Blocked.class,
                door.enter(
                        new Asking().from("10.0.0.1").header("X-Country", "kr").request(), shop()));
        placed(new Asking().header("X-Country", "KR"));
        placed(new Asking().from("10.0.0.1").header("X-Country", "JP"));
        placed(new Asking().from("10.0.0.1").header("X-Country", "'KR'"));
        placed(new Asking().from("10.0.0.1"));
    }

    @Test
    void expressVisitor_isLetInAtOnce_alsoOneWhoWaitsAndComesAgain() {
        placed(new Asking());
        placed(new Asking());
        Entered.Placed waits = placed(new Asking());
        assertEquals(State.WAITING, waits.visit().state());
        blocking.add(blocking.rule(Action.EXPRESS, "192.0.2.0/24", null, null, null, null));
        Entered.Placed comes = placed(new Asking());
        assertEquals(State.ADMITTED, comes.visit().state());
        assertEquals(4, comes.visit().position());
        assertTrue(pass(comes).isPresent());
        assertEquals(State.WAITING, look(waits).state(), "who does not come again waits");
        Entered.Placed again = placed(with(waits));
        assertEquals(State.ADMITTED, again.visit().state());
        assertEquals(3, again.visit().position(), "the same place");
        assertFalse(again.isNew());
        assertEquals(
                State.WAITING, placed(new Asking().from("198.51.100.7")).visit().state());
        node.ticks(2);
        assertEquals(State.ADMITTED, look(comes).state());
    }

    @Test
    void completedVisit_letsItsVisitorInAgain_once_andCounts() {
        Entered.Placed first = completedInAFullRoom(600);
        Entered.Placed again = placed(with(first));
        assertEquals(State.ADMITTED, again.visit().state());
        assertEquals(5, again.visit().position(), "a new position");
        assertEquals(State.ADMITTED, look(again).state());
        assertTrue(pass(again).isPresent());
        assertEquals(State.WAITING, placed(with(first)).visit().state(), "replayed: at the end");
        node.ticks(2);
        assertEquals(3, node.inside(), "who came up meanwhile, and who came again");
        node.visits.web().end(shop(), 1, again.visit().position(), State.COMPLETED);
        node.ticks(2);
        assertEquals(State.ADMITTED, placed(with(again)).visit().state(), "each visit leaves one");
    }

    @Test
    void entryPass_isOfTheVisitor_theRoom_andForAWhile() {
        Entered.Placed first = completedInAFullRoom(60);
        assertEquals(
                State.WAITING, placed(with(first).userAgent("Other/2")).visit().state(), "somebody else's");
        assertEquals(
                State.WAITING,
                placed(new Asking().header("Cookie", "tk_shop=" + changed(first.text())))
                        .visit()
                        .state(),
                "forged");
        assertEquals(
                State.WAITING,
                placed(new Asking().header("Cookie", "tk_shop=" + tickets.write(of("other"))))
                        .visit()
                        .state(),
                "another room's");
        node.ticks(80);
        assertEquals(State.WAITING, placed(with(first)).visit().state(), "too late");
    }

    @Test
    void entryPass_countsForACompletedVisitAlone() {
        Entered.Placed first = completedInAFullRoom(600);
        Entered.Placed waits = placed(new Asking());
        node.visits.web().end(shop(), 1, waits.visit().position(), State.CANCELLED);
        node.visits.web().end(shop(), 1, 2, State.REVOKED);
        node.ticks(2);
        placed(new Asking());
        assertEquals(State.WAITING, placed(with(waits)).visit().state(), "cancelled");
        Ticket revoked = new Ticket("shop", 1, 2, 0, 0, first.ticket().binding());
        assertEquals(
                State.WAITING,
                placed(new Asking().header("Cookie", "tk_shop=" + tickets.write(revoked)))
                        .visit()
                        .state(),
                "revoked");
        entryPassSeconds(0);
        assertEquals(State.WAITING, placed(with(first)).visit().state(), "turned off");
    }

    @Test
    void entryPass_endsWithAReset_andIsNotUsedUpWhereNobodyIsLetIn() {
        Entered.Placed first = completedInAFullRoom(600);
        rooms.change(SHOP, Optional.empty(), room -> room.withState(RoomState.PAUSED));
        assertEquals(State.WAITING, placed(with(first)).visit().state());
        rooms.change(SHOP, Optional.empty(), room -> room.withState(RoomState.ACTIVE));
        assertEquals(State.ADMITTED, placed(with(first)).visit().state());
        Entered.Placed second = new Entered.Placed(
                shop(),
                first.visit(),
                new Ticket("shop", 1, 2, 0, 0, first.ticket().binding()),
                "",
                true);
        node.visits.web().end(shop(), 1, 2, State.COMPLETED);
        rooms.change(SHOP, Optional.empty(), room -> room.reset(ResetInside.KEEP));
        assertEquals(State.COMPLETED, look(second).state());
        assertEquals(
                State.WAITING,
                placed(new Asking().header("Cookie", "tk_shop=" + tickets.write(second.ticket())))
                        .visit()
                        .state(),
                "of a generation that was reset");
    }

    @Test
    void entryPass_ofWhichTheGridSaysNothing_isNone() {
        once = (name, forMillis) -> CompletableFuture.failedFuture(new IllegalStateException("no answer"));
        door = door(Optional.empty());
        assertEquals(
                State.WAITING, placed(with(completedInAFullRoom(600))).visit().state());
    }

    /** The first of two visitors inside is done; two more have come, of whom one is in by now. */
    private Entered.Placed completedInAFullRoom(int seconds) {
        entryPassSeconds(seconds);
        Entered.Placed first = placed(new Asking());
        placed(new Asking());
        placed(new Asking());
        placed(new Asking());
        node.visits.web().end(shop(), 1, first.visit().position(), State.COMPLETED);
        node.ticks(2);
        return first;
    }

    private void entryPassSeconds(int seconds) {
        rooms.change(SHOP, Optional.empty(), room -> RoomFields.patch(room, Map.of("entryPassSeconds", seconds))
                .settings()
                .map(room::withSettings)
                .orElseThrow());
    }

    @Test
    void placeThatIsOver_isOverForABlockedVisitorToo() {
        Entered.Placed first = placed(new Asking());
        node.visits.web().end(shop(), 1, first.visit().position(), State.CANCELLED);
        blocking.addresses("shop", "192.0.2.1", 60);
        Shown.Held held = new Shown.Held(shop(), first.ticket(), first.text(), true);
        assertEquals(
                State.CANCELLED,
                door.look(new Asking().request(), held, Sign.NONE).state());
    }

    @Test
    void ticketOfSomebodyElse_isRefused_andItsBearerIsANewcomer() {
        Entered.Placed ann = placed(new Asking());
        Asking bob = with(ann).userAgent("Other/2");
        assertEquals(TicketRefusal.WRONG_VISITOR, refusal(bob, Optional.of(SHOP)));
        assertEquals(2, placed(bob).visit().position());
        assertEquals(State.ADMITTED, look(ann).state(), "nothing is lost for her");
        assertEquals(List.of("wrong_visitor", "wrong_visitor"), refused);
    }

    @Test
    void bindings_countAsTheyWereWhenThePlaceWasGiven() {
        Entered.Placed byAgent = placed(new Asking());
        web(false, Set.of(BindTo.IP));
        assertInstanceOf(Shown.Held.class, shown(with(byAgent).from("198.51.100.7"), Optional.empty()));
        Entered.Placed byAddress = placed(new Asking());
        assertInstanceOf(Shown.Held.class, shown(with(byAddress).userAgent("Other/2"), Optional.empty()));
        assertEquals(TicketRefusal.WRONG_VISITOR, refusal(with(byAddress).from("198.51.100.7"), Optional.empty()));
        web(false, Set.of());
        Entered.Placed byNothing = placed(new Asking());
        assertInstanceOf(
                Shown.Held.class, shown(with(byNothing).from("198.51.100.7").userAgent("x"), Optional.empty()));
    }

    @Test
    void forgedOrForeignTickets_areRefusedForTheirReason_eachCountedOnce() throws Exception {
        String good = placed(new Asking()).text();
        assertEquals(TicketRefusal.MALFORMED, refusal(header("nonsense"), Optional.empty()));
        assertEquals(TicketRefusal.FORGED, refusal(header(changed(good)), Optional.empty()));
        assertEquals(TicketRefusal.OTHER_ROOM, refusal(header(good), Optional.of(new RoomId("other"))));
        assertEquals(
                TicketRefusal.OTHER_ROOM, refusal(new Asking().header("Cookie", "tk_other=" + good), Optional.empty()));
        assertEquals(TicketRefusal.NO_ROOM, refusal(header(tickets.write(of("nowhere"))), Optional.empty()));
        InMemoryGrid.InMemoryState elsewhere = new InMemoryGrid().member();
        KeyRing foreign = KeyRing.of(
                elsewhere.registers(), elsewhere.replicated("keys"), KeyAlgorithm.ES256, new SecureRandom(), () -> now);
        Eventually.answer(foreign.learn());
        TicketRefusal ofAnotherGrid =
                refusal(header(new Tickets(foreign::ticketKeys).write(of("shop"))), Optional.empty());
        assertTrue(Set.of(TicketRefusal.UNKNOWN_KEY, TicketRefusal.FORGED).contains(ofAnotherGrid));
        assertEquals(6, refused.size());
        assertEquals(List.of("malformed", "forged", "other_room", "other_room", "no_room"), refused.subList(0, 5));
    }

    @Test
    void headerGoesBeforeCookies_andABadOneIsNotPassedOver() {
        Entered.Placed first = placed(new Asking());
        Entered.Placed second = placed(new Asking());
        Shown shown = shown(header(second.text()).header("Cookie", "tk_shop=" + first.text()), Optional.empty());
        assertEquals(2, ((Shown.Held) shown).ticket().position());
        assertEquals(false, ((Shown.Held) shown).byCookie());
        assertEquals(
                TicketRefusal.MALFORMED,
                refusal(header("x").header("Cookie", "tk_shop=" + first.text()), Optional.empty()));
    }

    @Test
    void cookies_nameTheRoom_andOfSeveralNoneIsGuessed() {
        String good = placed(new Asking()).text();
        Asking two = new Asking().header("Cookie", "tk_other=x; tk_shop=\"" + good + '"');
        assertEquals(new Shown.Several(List.of(new RoomId("other"), SHOP)), shown(two, Optional.empty()));
        assertEquals(true, ((Shown.Held) shown(two, Optional.of(SHOP))).byCookie());
        assertEquals(new Shown.None(), shown(new Asking().header("Cookie", "a=b"), Optional.empty()));
        assertEquals(new Shown.None(), shown(two, Optional.of(new RoomId("third"))));
        assertEquals(
                new Shown.None(),
                shown(new Asking().header("Authorization", "Bearer " + good), Optional.empty()),
                "another scheme");
        assertInstanceOf(
                Shown.Held.class, shown(new Asking().header("Authorization", "tICKET  " + good), Optional.empty()));
        assertEquals(List.of(), refused);
    }

    @Test
    void ticketOfAGenerationThatWasReset_isOver_andCounted() {
        Entered.Placed first = placed(new Asking());
        rooms.change(SHOP, Optional.empty(), room -> room.reset(ResetInside.OUT));
        assertEquals(State.EXPIRED, look(first).state());
        assertEquals(List.of("old_generation"), refused);
    }

    @Test
    void pass_isOnlyForWhoIsInside_andTheSameHoweverOftenItIsAskedFor() {
        Entered.Placed first = placed(new Asking());
        placed(new Asking());
        Entered.Placed waiting = placed(new Asking());
        assertEquals(Optional.empty(), pass(waiting));
        Pass pass = pass(first).orElseThrow();
        now = now.plusSeconds(1);
        assertEquals(pass.token(), pass(first).orElseThrow().token());
        now = now.plus(Duration.between(now, pass.expiresAt()).dividedBy(2)).plusSeconds(2);
        Pass later = pass(first).orElseThrow();
        assertNotEquals(pass.token(), later.token(), "half of its life is over");
        assertTrue(later.expiresAt().isAfter(pass.expiresAt()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://shop.example/a?b=c#d|true",
                "http://shop.example:8080/|true",
                "https://other.example/|false",
                "https://evil.example/|false",
                "https://shop.example@evil.example/|false",
                "https://ann@shop.example/|false",
                "https://shop.example.evil.example/|false",
                "//shop.example/|false",
                "/a|false",
                "javascript:alert(1)|false",
                "https:\\\\shop.example/|false",
                "https://shop.example/\\..|false",
                "https://shop.example/a b|false",
                "https://shop.example/ä|false",
                "ftp://shop.example/|false",
                "https:///|false",
            })
    void returnTo_leadsOnlyToPagesOfThisRoom(String url, boolean leads) {
        assertEquals(leads ? Optional.of(url) : Optional.empty(), door.returnTo(url, shop()));
    }

    @Test
    void returnTo_isNotOverlong_norBrokenByControlCharacters() {
        assertEquals(Optional.empty(), door.returnTo("https://shop.example/" + "a".repeat(2_048), shop()));
        assertEquals(Optional.empty(), door.returnTo("https://shop.example/\r\nSet-Cookie:a=b", shop()));
        assertEquals(Optional.empty(), door.returnTo("", shop()));
    }

    @Test
    void url_isTheVisitorsOwn_throughTrustedProxiesOnly() {
        assertEquals("http://localhost:8080", door.url(new Asking().request()));
        Asking forwarded = new Asking()
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "shop.example")
                .header("X-Forwarded-For", "198.51.100.7");
        assertEquals("http://localhost:8080", door.url(forwarded.request()));
        assertEquals("https://shop.example", door.url(forwarded.from("10.0.0.1").request()));
        assertEquals(
                "198.51.100.7",
                door.traits(forwarded.from("10.0.0.1").request()).ip());
        assertEquals(
                "http://[2001:db8::1]",
                door.url(new Asking().at("http", "2001:db8::1", 80).request()));
    }

    @Test
    void ticketCookie_isSecure_whereTheVisitorCameOverHttps() {
        Map<String, String> sent = new TreeMap<>();
        door.keep(new Asking().request(), Asking.response(sent), shop(), "t");
        assertEquals(false, sent.get("Set-Cookie").endsWith("Secure"));
        door.keep(new Asking().at("https", "shop.example", 443).request(), Asking.response(sent), shop(), "t");
        assertTrue(sent.get("Set-Cookie").startsWith("tk_shop=t; "), sent::toString);
        assertTrue(sent.get("Set-Cookie").endsWith("Secure"), sent::toString);
        assertTrue(door(Optional.of("https://wait.example")).isSecure(new Asking().request()));
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Purpose, prefetch, true",
        "Sec-Purpose, prefetch;prerender, true",
        "Purpose, Prefetch, true",
        "X-Moz, prefetch, true",
        "X-Purpose, preview, true",
        "Sec-Fetch-Dest, image, true",
        "Sec-Fetch-Dest, style, true",
        "Sec-Fetch-Dest, document, false",
        "Sec-Fetch-Dest, empty, false",
        "Sec-Fetch-Dest, iframe, false",
        "Sec-Fetch-Mode, navigate, false"
    })
    void previews_areNobody(String header, String value, boolean preview) {
        assertEquals(preview, Door.isPreview(new Asking().header(header, value).request()));
    }

    private Room shop() {
        return rooms.find(SHOP).orElseThrow();
    }

    private void web(boolean requeue, Set<BindTo> bindTo) {
        WebPolicy usual = WebPolicy.USUAL;
        rooms.change(
                SHOP,
                Optional.empty(),
                room -> room.withSettings(room.settings()
                        .withWeb(new WebPolicy(
                                requeue,
                                bindTo.isEmpty() ? EnumSet.noneOf(BindTo.class) : EnumSet.copyOf(bindTo),
                                usual.maxAddressesPerPass(),
                                usual.identifyVisitor(),
                                usual.corsOrigins(),
                                usual.publish(),
                                usual.entryUrl(),
                                usual.gateway(),
                                usual.screen(),
                                usual.languages(),
                                usual.message(),
                                usual.entryPassSeconds()))));
    }

    private Entered.Placed placed(Asking asking) {
        return assertInstanceOf(Entered.Placed.class, door.enter(asking.request(), shop()));
    }

    private Shown shown(Asking asking, Optional<RoomId> wanted) {
        return door.shown(asking.request(), wanted);
    }

    private TicketRefusal refusal(Asking asking, Optional<RoomId> wanted) {
        return assertInstanceOf(Shown.Refused.class, shown(asking, wanted)).why();
    }

    private WebVisit look(Entered.Placed placed) {
        return door.look(new Shown.Held(shop(), placed.ticket(), placed.text(), true), Sign.NONE);
    }

    private Optional<Pass> pass(Entered.Placed placed) {
        return door.pass(new Asking().request(), shop(), placed.ticket(), look(placed));
    }

    private Ticket ticket(String text) {
        return ((Shown.Held) shown(header(text), Optional.empty())).ticket();
    }

    private static Asking with(Entered.Placed placed) {
        return new Asking().header("Cookie", "tk_shop=" + placed.text());
    }

    private static Asking header(String ticket) {
        return new Asking().header("Authorization", "Ticket " + ticket);
    }

    private static String changed(String text) {
        int middle = text.length() / 2;
        return text.substring(0, middle) + (text.charAt(middle) == 'A' ? 'B' : 'A') + text.substring(middle + 1);
    }

    private static Ticket of(String room) {
        return new Ticket(room, 1, 1, 0, 0, Bindings.NOBODY);
    }

    /** The node's own places; what would wait for the grid's thread runs it. */
    private final class AtOnce implements Places {

        private <A> A answer(Asked<A> asked) {
            node.run();
            CompletableFuture<A> answer = asked.answer().toCompletableFuture();
            return answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : asked.giveUp();
        }

        @Override
        public Entry enter(Room room, Coming coming) {
            return answer(node.visits.web().entering(room, coming));
        }

        @Override
        public Entry requeue(Room room, long generation, long position, Coming coming) {
            return answer(node.visits.web().requeueing(room, generation, position, coming));
        }

        @Override
        public WebVisit visit(Room room, long generation, long position, Sign sign) {
            signs.add(sign);
            return node.visits.web().visit(room, generation, position, sign);
        }

        @Override
        public WebVisit end(Room room, long generation, long position, State as) {
            return node.visits.web().end(room, generation, position, as);
        }

        @Override
        public void admit(Room room, long position) {
            node.visits.web().admit(room, position);
        }

        @Override
        public WebVisit letAhead(Room room, long generation, long position) {
            return answer(node.visits.web().lettingAhead(room, generation, position));
        }

        @Override
        public boolean leavesEntryPass(Room room, long generation, long position) {
            return node.visits.web().leavesEntryPass(room, generation, position);
        }

        @Override
        public void leave(Room room, long generation, long position) {
            node.visits.web().leave(room, generation, position);
        }

        @Override
        public EndedPlaces endedSince(Room room, long tick) {
            return node.visits.web().endedSince(room, tick);
        }
    }

    private static final class Uncounted implements PassEvents {

        @Override
        public void issued(boolean bypass) {}

        @Override
        public void refused(PassFault fault) {}

        @Override
        public void refused(HandOverFault fault) {}

        @Override
        public void refused(LoginFault fault) {}
    }
}
