package dev.turnkeeper.screen;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.Route;
import dev.turnkeeper.room.Screen;
import dev.turnkeeper.room.Skin;
import dev.turnkeeper.room.WebPolicy;
import dev.turnkeeper.visit.Eta;
import dev.turnkeeper.visit.WebVisit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What pages under test show first. */
final class Sights {

    static final long FIRST_RANK = 2_000;

    static final Map<String, String> MESSAGE = Map.of(
            "ko", "오늘 공연은 예정대로 진행됩니다. 잔여 좌석은 충분합니다.",
            "en", "Tonight's concert takes place as planned. There are plenty of seats left.");

    private Sights() {}

    static Room room(Screen screen, Map<String, String> message) {
        WebPolicy usual = WebPolicy.USUAL;
        WebPolicy web = new WebPolicy(
                usual.requeueOnReenter(),
                usual.bindPassTo(),
                usual.maxAddressesPerPass(),
                usual.identifyVisitor(),
                usual.corsOrigins(),
                usual.publish(),
                usual.entryUrl(),
                usual.gateway(),
                screen,
                usual.languages(),
                message,
                0);
        RoomSettings settings = RoomSettings.of(RoomId.parse("concert").orElseThrow(), 100, new Route[0]);
        return Room.of(new RoomSettings(
                settings.id(),
                "Autumn concert",
                settings.routes(),
                settings.state(),
                settings.policy(),
                settings.tracerDomain(),
                web,
                settings.schedule()));
    }

    static Room room() {
        return room(Screen.USUAL, Map.of());
    }

    static Room room(Skin skin) {
        return room(new Screen(skin, Screen.Entry.AUTO, Optional.empty()), Map.of());
    }

    static WebVisit visit(WebVisit.State state, long rank) {
        boolean waiting = state == WebVisit.State.WAITING;
        return new WebVisit(
                state,
                1,
                4_321,
                waiting ? rank : 0,
                waiting ? rank - 1 : 0,
                567,
                rank + 567,
                100,
                waiting ? Optional.of(new Eta(rank / 4, rank / 2)) : Optional.empty(),
                60_000);
    }

    static Sight waiting(long rank) {
        WebVisit visit = visit(WebVisit.State.WAITING, rank);
        return new Sight(
                "waiting", Optional.of(visit), FIRST_RANK, 10, List.of(roomEvent("ACTIVE"), visitEvent(visit, "")));
    }

    /** @param roomState such as PAUSED */
    static Sight waitingIn(String screen, String roomState) {
        WebVisit visit = visit(WebVisit.State.WAITING, 1_234);
        return new Sight(
                screen, Optional.of(visit), FIRST_RANK, 10, List.of(roomEvent(roomState), visitEvent(visit, "")));
    }

    static Sight ended(String screen, WebVisit.State state, String more) {
        WebVisit visit = visit(state, 0);
        return new Sight(screen, Optional.of(visit), FIRST_RANK, 0, List.of(visitEvent(visit, more)));
    }

    static Sight refused(String screen, String event) {
        return new Sight(screen, Optional.empty(), 0, 10, List.of(event));
    }

    static String roomEvent(String state) {
        return "{\"type\":\"room\",\"state\":\"" + state + "\",\"message\":{\"ko\":\"" + MESSAGE.get("ko")
                + "\",\"en\":\"" + MESSAGE.get("en") + "\"}}";
    }

    static String visitEvent(WebVisit visit, String more) {
        return "{\"type\":\"visit\",\"visit\":" + json(visit, more) + "}";
    }

    /** As the visitor API writes it. @param more further fields, each with its comma before it */
    static String json(WebVisit visit, String more) {
        String state = visit.state() == WebVisit.State.REVOKED
                ? "BLOCKED"
                : visit.state().toString();
        return "{\"state\":\"" + state + "\",\"generation\":" + visit.generation() + ",\"position\":" + visit.position()
                + ",\"rank\":" + visit.rank() + ",\"firstRank\":" + FIRST_RANK + ",\"ahead\":" + visit.ahead()
                + ",\"behind\":" + visit.behind() + ",\"waiting\":" + visit.waiting() + ",\"limit\":" + visit.limit()
                + ",\"eta\":"
                + visit.eta()
                        .map(eta ->
                                "{\"lowSeconds\":" + eta.lowSeconds() + ",\"highSeconds\":" + eta.highSeconds() + "}")
                        .orElse("null")
                + ",\"nextPollMillis\":" + visit.nextPollMillis() + more + "}";
    }
}
