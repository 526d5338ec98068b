package dev.turnkeeper.screen;

import dev.turnkeeper.answer.Answers;
import dev.turnkeeper.answer.Gzip;
import dev.turnkeeper.door.CookieProbe;
import dev.turnkeeper.door.Cookies;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.door.Entered;
import dev.turnkeeper.door.Shown;
import dev.turnkeeper.problem.ApiServlet;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomSettings;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /wait/<room>?return=<url>}: gives a place to who has none, and shows it. A browser's first visit is sent round once,
 * to see whether it brings a cookie back; only then is there a place.
 */
@WebServlet(urlPatterns = "/wait/*", loadOnStartup = 1)
public class WaitServlet extends ApiServlet {

    private static final long serialVersionUID = 1;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final String PATH = "/wait/";
    private static final String RETURN = "return";
    private static final String LEFT = "left";
    private static final String LANGUAGE = "lang";
    private static final String LANGUAGE_COOKIE = "tk-lang";
    private static final String ANY_COOKIE = "tk";
    private static final long YEAR_SECONDS = 31_536_000;
    private static final int NONCE_BYTES = 16;

    /** What a page shows that is of no room. */
    private static final Room NO_ROOM =
            Room.of(RoomSettings.of(RoomId.parse("turnkeeper").orElseThrow(), 0));

    private final transient Rooms rooms;
    private final transient Door door;
    private final transient Places places;
    private final transient Page page;
    private final transient SecureRandom random = new SecureRandom();

    @Inject
    WaitServlet(Rooms rooms, Door door, Places places, Page page) {
        this.rooms = rooms;
        this.door = door;
        this.places = places;
        this.page = page;
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        if (!isOneOf(METHODS, request, response)) {
            return;
        }
        Optional<Room> found = Optional.ofNullable(request.getPathInfo())
                .flatMap(path -> RoomId.parse(path.substring(1)))
                .flatMap(rooms::find);
        if (found.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            write(request, response, new Visit(NO_ROOM, Optional.empty()), Arrivals.of("unknown"));
            return;
        }
        Visit visit = new Visit(found.get(), target(request, found.get()));
        if (Door.isPreview(request)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        switch (request.getMethod()) {
            case "HEAD" -> response.setContentType("text/html; charset=utf-8");
            case "POST" -> act(request, response, visit);
            default -> show(request, response, visit);
        }
    }

    /** @param target where the visitor wants to go, checked */
    private record Visit(Room room, Optional<String> target) {

        String address(String more) {
            String query = target.map(url -> RETURN + "=" + URLEncoder.encode(url, StandardCharsets.UTF_8) + "&")
                            .orElse("")
                    + more;
            String tidy = query.endsWith("&") ? query.substring(0, query.length() - 1) : query;
            return PATH + room.id() + (tidy.isEmpty() ? "" : "?" + tidy);
        }
    }

    /** @throws ProblemException 400 for an address that this room's visitors may not be sent to */
    private Optional<String> target(HttpServletRequest request, Room room) {
        String wanted = request.getParameter(RETURN);
        if (wanted == null || wanted.isEmpty()) {
            return room.web().entryUrl();
        }
        return Optional.of(door.returnTo(wanted, room)
                .orElseThrow(() -> ProblemException.badInput(
                        RETURN,
                        "must be an absolute http or https address of a page of room " + room.id()
                                + ", without a login or backslash in it")));
    }

    private void show(HttpServletRequest request, HttpServletResponse response, Visit visit) throws IOException {
        Room room = visit.room();
        boolean left = request.getParameter(LEFT) != null;
        if (door.shown(request, Optional.of(room.id())) instanceof Shown.Held held) {
            WebVisit place = door.look(request, held, Sign.HEARD);
            if (Arrivals.isShown(room, place, left)) {
                write(
                        request,
                        response,
                        visit,
                        sight(visit, place, held.ticket().firstRank()));
                return;
            }
        }
        if (left) {
            write(request, response, visit, Arrivals.of("cancelled"));
        } else if (bringsCookies(request)) {
            enter(request, response, visit);
        } else {
            probe(request, response, visit);
        }
    }

    private void probe(HttpServletRequest request, HttpServletResponse response, Visit visit) throws IOException {
        CookieProbe.send(response, door.isSecure(request));
        if (CookieProbe.wasSent(request)) {
            write(request, response, visit, Arrivals.of("cookies"));
            return;
        }
        String query = request.getQueryString();
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", PATH + visit.room().id() + "?" + CookieProbe.mark(query == null ? "" : query));
    }

    private void enter(HttpServletRequest request, HttpServletResponse response, Visit visit) throws IOException {
        Entered entered = door.enter(request, visit.room());
        if (entered instanceof Entered.Placed placed) {
            door.keep(request, response, visit.room(), placed.text());
            write(
                    request,
                    response,
                    visit,
                    sight(visit, placed.visit(), placed.ticket().firstRank()));
        } else if (entered instanceof Entered.Blocked blocked) {
            response.setHeader("Retry-After", String.valueOf(blocked.retryAfterSeconds()));
            write(request, response, visit, Arrivals.blocked(visit.room(), blocked.retryAfterSeconds(), door.clock()));
        } else if (entered instanceof Entered.Turned turned) {
            response.setHeader("Retry-After", String.valueOf(turned.retryAfterSeconds()));
            write(
                    request,
                    response,
                    visit,
                    Arrivals.of(
                            visit.room(),
                            turned.reason(),
                            turned.retryAfterSeconds(),
                            visit.target().isPresent(),
                            door.clock()));
        }
    }

    /** What browsers without JavaScript send: leave, or stand in line again. */
    private void act(HttpServletRequest request, HttpServletResponse response, Visit visit) {
        if (!isSameOrigin(request)) {
            throw ProblemException.typed(
                    403, "cross-site", "Sent from another site", "Only the waiting page itself may send this form");
        }
        String deed = Optional.ofNullable(request.getParameter("do")).orElse("");
        boolean leaves = deed.equals("leave");
        if (leaves) {
            if (door.shown(request, Optional.of(visit.room().id())) instanceof Shown.Held held) {
                places.end(
                        held.room(), held.ticket().generation(), held.ticket().position(), WebVisit.State.CANCELLED);
            }
        } else if (!deed.equals("again")) {
            throw ProblemException.badInput("do", "must be \"leave\" or \"again\"");
        } else if (door.enter(request, visit.room()) instanceof Entered.Placed placed) {
            door.keep(request, response, visit.room(), placed.text());
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", visit.address(leaves ? LEFT + "=1" : ""));
    }

    private boolean isSameOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site != null ? site.equals("same-origin") : door.url(request).equals(request.getHeader("Origin"));
    }

    private Sight sight(Visit visit, WebVisit place, long firstRank) {
        return Arrivals.of(visit.room(), place, firstRank, visit.target().isPresent(), door.clock());
    }

    private void write(HttpServletRequest request, HttpServletResponse response, Visit visit, Sight sight)
            throws IOException {
        String nonce = nonce();
        Page.Request asked =
                new Page.Request(language(request, response, visit.room()), visit.target(), visit.address(""), nonce);
        byte[] html = page.html(visit.room(), sight, asked).getBytes(StandardCharsets.UTF_8);
        boolean zipped = Gzip.isTakenBy(request);
        response.setHeader("Content-Security-Policy", Page.policy(nonce));
        response.setHeader("Content-Language", asked.language().tag());
        response.setContentType("text/html; charset=utf-8");
        if (zipped) {
            Gzip.mark(response);
        }
        Answers.body(zipped ? Gzip.zip(html) : html, request, response);
    }

    /** The chosen one is remembered, by the page's script under the same name. */
    private Language language(HttpServletRequest request, HttpServletResponse response, Room room) {
        List<String> offered = room.web().languages();
        Optional<String> chosen =
                Optional.ofNullable(request.getParameter(LANGUAGE)).filter(offered::contains);
        chosen.ifPresent(code -> response.addHeader(
                "Set-Cookie",
                LANGUAGE_COOKIE + "=" + code + "; Path=" + PATH + "; Max-Age=" + YEAR_SECONDS + "; SameSite=Lax"));
        return Language.pick(
                offered,
                chosen.or(() -> Cookies.read(request, LANGUAGE_COOKIE)),
                Optional.ofNullable(request.getHeader("Accept-Language")));
    }

    private static boolean bringsCookies(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies != null
                && Arrays.stream(cookies).anyMatch(cookie -> cookie.getName().startsWith(ANY_COOKIE));
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
