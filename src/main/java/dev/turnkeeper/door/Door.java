package dev.turnkeeper.door;

import dev.turnkeeper.defence.Asker;
import dev.turnkeeper.defence.Caller;
import dev.turnkeeper.defence.Callers;
import dev.turnkeeper.defence.Vetted;
import dev.turnkeeper.defence.Vetting;
import dev.turnkeeper.pass.Bindings;
import dev.turnkeeper.pass.EntryPasses;
import dev.turnkeeper.pass.LoginCheck;
import dev.turnkeeper.pass.Logins;
import dev.turnkeeper.pass.Pass;
import dev.turnkeeper.pass.Passes;
import dev.turnkeeper.pass.PublicUrl;
import dev.turnkeeper.pass.VisitorTraits;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.RoomState;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.RouteMatch;
import dev.turnkeeper.room.RouteRequest;
import dev.turnkeeper.ticket.Ticket;
import dev.turnkeeper.ticket.TicketRefused;
import dev.turnkeeper.ticket.Tickets;
import dev.turnkeeper.visit.Coming;
import dev.turnkeeper.visit.Entry;
import dev.turnkeeper.visit.Places;
import dev.turnkeeper.visit.SideDoor;
import dev.turnkeeper.visit.Sign;
import dev.turnkeeper.visit.WebVisit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A web visitor at the door: whose ticket a request shows, and what becomes of who has none. */
public final class Door {

    private static final List<String> PURPOSES = List.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz");

    /** Pages, frames, and what their scripts call. */
    private static final Set<String> PEOPLE = Set.of("document", "iframe", "frame", "empty");

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LONGEST_URL = 2_048;

    /** Longer than any wait. Once a place is over, its ticket is worth nothing, whoever keeps it. */
    private static final long KEPT_SECONDS = 86_400;

    /** Who is blocked is told no later than this to come again, so that nobody learns for how long it is. */
    private static final long LATEST_SECONDS = 60;

    private final Rooms rooms;
    private final Places places;
    private final SideDoor sideDoor;
    private final Tickets tickets;
    private final Bindings bindings;
    private final Passes passes;
    private final EntryPasses entryPasses;
    private final Logins logins;
    private final Callers callers;
    private final Vetting vetting;
    private final PublicUrl publicUrl;
    private final InstantSource clock;
    private final DoorEvents events;
    private final IssuedPasses issued = new IssuedPasses();

    Door(
            Rooms rooms,
            Places places,
            SideDoor sideDoor,
            Tickets tickets,
            Bindings bindings,
            Passes passes,
            EntryPasses entryPasses,
            Logins logins,
            Callers callers,
            Vetting vetting,
            PublicUrl publicUrl,
            InstantSource clock,
            DoorEvents events) {
        this.rooms = rooms;
        this.places = places;
        this.sideDoor = sideDoor;
        this.tickets = tickets;
        this.bindings = bindings;
        this.passes = passes;
        this.entryPasses = entryPasses;
        this.logins = logins;
        this.callers = callers;
        this.vetting = vetting;
        this.publicUrl = publicUrl;
        this.clock = clock;
        this.events = events;
    }

    /** What answers at this door are dated by. */
    public InstantSource clock() {
        return clock;
    }

    /**
     * The ticket of this request: in {@code Authorization}, else in a cookie.
     *
     * @param wanted the room that is asked about; empty: whichever there is a ticket of
     */
    public Shown shown(HttpServletRequest request, Optional<RoomId> wanted) {
        Shown shown = find(request, wanted);
        if (shown instanceof Shown.Refused refused) {
            events.ticketRefused(refused.why());
        }
        return shown;
    }

    private Shown find(HttpServletRequest request, Optional<RoomId> wanted) {
        Optional<String> sent = Authorization.TICKET.of(request);
        if (sent.isPresent()) {
            return read(request, sent.get(), wanted, false);
        }
        if (wanted.isPresent()) {
            return Cookies.read(request, Cookies.ofTicket(wanted.get()))
                    .map(text -> read(request, text, wanted, true))
                    .orElseGet(Shown.None::new);
        }
        List<RoomId> known = Cookies.rooms(request);
        return switch (known.size()) {
            case 0 -> new Shown.None();
            case 1 -> find(request, Optional.of(known.get(0)));
            default -> new Shown.Several(known);
        };
    }

    private Shown read(HttpServletRequest request, String text, Optional<RoomId> wanted, boolean byCookie) {
        Ticket ticket;
        try {
            ticket = tickets.read(text);
        } catch (TicketRefused refused) {
            return new Shown.Refused(
                    switch (refused.fault()) {
                        case MALFORMED -> TicketRefusal.MALFORMED;
                        case UNKNOWN_KEY -> TicketRefusal.UNKNOWN_KEY;
                        case FORGED -> TicketRefusal.FORGED;
                    });
        }
        if (wanted.isPresent() && !wanted.get().value().equals(ticket.room())) {
            return new Shown.Refused(TicketRefusal.OTHER_ROOM);
        }
        Optional<Room> room = RoomId.parse(ticket.room()).flatMap(this::room);
        if (room.isEmpty()) {
            return new Shown.Refused(TicketRefusal.NO_ROOM);
        }
        return ticket.binding() == Bindings.NOBODY || bindings.matches(ticket.binding(), traits(request))
                ? new Shown.Held(room.get(), ticket, text, byCookie)
                : new Shown.Refused(TicketRefusal.WRONG_VISITOR);
    }

    /** Gives a place, unless the request shows a ticket of a living one. Takes up to 300 ms. */
    public Entered enter(HttpServletRequest request, Room room) {
        Vetted vetted = vet(request, room);
        if (vetted.isRefused()) {
            return new Entered.Blocked(room, pause(room, vetted));
        }
        Coming coming =
                new Coming(vetted.isExpress(), callers.of(request).address().bits());
        if (shown(request, Optional.of(room.id())) instanceof Shown.Held held) {
            WebVisit visit = look(held, Sign.HEARD);
            switch (visit.state()) {
                case ADMITTED, NOT_CONTROLLED -> {
                    return new Entered.Placed(room, visit, held.ticket(), held.text(), false);
                }
                case WAITING -> {
                    if (coming.express()) {
                        WebVisit ahead = placesOf(room).letAhead(room, visit.generation(), visit.position());
                        return new Entered.Placed(room, ahead, held.ticket(), held.text(), false);
                    }
                    return room.web().requeueOnReenter()
                            ? requeue(request, held, visit, coming)
                            : new Entered.Placed(room, visit, held.ticket(), held.text(), false);
                }
                case COMPLETED -> {
                    return entered(
                            request,
                            room,
                            comesAgain(room, held.ticket(), placesOf(room).enter(room, coming)));
                }
                case CANCELLED, EXPIRED, REVOKED, BLOCKED, UNKNOWN -> {
                    // It is over: as a newcomer.
                }
            }
        }
        return entered(request, room, placesOf(room).enter(room, coming));
    }

    /** Who has completed a visit lately does not wait: once for each visit, and where the room lets anybody in. */
    private Entry comesAgain(Room room, Ticket completed, Entry entry) {
        Places here = placesOf(room);
        if (!(entry instanceof Entry.Given given)
                || given.visit().state() != WebVisit.State.WAITING
                || room.state() != RoomState.ACTIVE
                || !here.leavesEntryPass(room, completed.generation(), completed.position())
                || !entryPasses.use(room, completed.generation(), completed.position())) {
            return entry;
        }
        return new Entry.Given(
                here.letAhead(room, given.visit().generation(), given.visit().position()));
    }

    private Entered requeue(HttpServletRequest request, Shown.Held held, WebVisit now, Coming coming) {
        Ticket ticket = held.ticket();
        Entry entry = placesOf(held.room()).requeue(held.room(), ticket.generation(), ticket.position(), coming);
        boolean moved = entry instanceof Entry.Given given && given.visit().position() != ticket.position();
        return moved
                ? entered(request, held.room(), entry)
                : new Entered.Placed(held.room(), now, ticket, held.text(), false);
    }

    private Entered entered(HttpServletRequest request, Room room, Entry entry) {
        if (entry instanceof Entry.NotGiven turned) {
            return new Entered.Turned(room, turned.reason(), turned.retryAfterSeconds());
        }
        WebVisit visit = ((Entry.Given) entry).visit();
        Ticket ticket = new Ticket(
                room.id().value(),
                visit.generation(),
                visit.position(),
                visit.rank(),
                clock.instant().getEpochSecond(),
                bindings.of(room.web().bindPassTo(), traits(request)));
        return new Entered.Placed(room, visit, ticket, tickets.write(ticket), true);
    }

    /** A room of the book, or one that this node warms itself up in. */
    public Optional<Room> room(RoomId id) {
        return rooms.find(id).or(() -> sideDoor.room(id));
    }

    private Places placesOf(Room room) {
        return sideDoor.places(room).orElse(places);
    }

    /**
     * Whether an operator blocks who asks, or a rule denies, which is counted: after how many seconds it is worth coming again;
     * 0: nobody does.
     */
    public int blockedSeconds(HttpServletRequest request, Room room) {
        return pause(room, vet(request, room));
    }

    /** As {@link #blockedSeconds(HttpServletRequest, Room)}, of somebody whose login is known otherwise. */
    public int blockedSeconds(HttpServletRequest request, Room room, Supplier<Optional<String>> login) {
        return pause(room, vet(request, room, login));
    }

    /** As {@link #blockedSeconds(HttpServletRequest, Room)}, for as long as a stream is open. */
    public int blockedSeconds(AtTheDoor visitor, Room room) {
        return pause(room, vet(visitor, room));
    }

    /** As {@link #vet(HttpServletRequest, Room)}, for as long as a stream is open. */
    public Vetted vet(AtTheDoor visitor, Room room) {
        return isNobodysToSay(room)
                ? Vetted.FREE
                : vetting.vet(
                        room.id(),
                        new Asker(
                                visitor.address(),
                                () -> visitor.traits().userAgent(),
                                visitor::country,
                                () -> visitor.traits().login()));
    }

    /** What operators say to who asks. Who is blocked is counted; who is denied, once it is answered so. */
    public Vetted vet(HttpServletRequest request, Room room) {
        return vet(request, room, () -> login(request));
    }

    /** As {@link #vet(HttpServletRequest, Room)}, of somebody whose login is known otherwise. */
    public Vetted vet(HttpServletRequest request, Room room, Supplier<Optional<String>> login) {
        return isNobodysToSay(room)
                ? Vetted.FREE
                : vetting.vet(
                        room.id(),
                        new Asker(
                                callers.of(request).address(),
                                () -> userAgent(request),
                                () -> callers.country(request),
                                login));
    }

    /** Nearly always; and in the rooms in which this node warms itself up. */
    private boolean isNobodysToSay(Room room) {
        return vetting.isIdle(room.id()) || sideDoor.places(room).isPresent();
    }

    /** After how many seconds it is worth coming again, which tells nobody for how long it is; 0 for who is not refused. */
    public int pause(Room room, Vetted vetted) {
        if (vetted.word() == Vetted.Word.DENIED) {
            vetting.denied(room.id());
        }
        return (int) Math.min(vetted.seconds(), LATEST_SECONDS);
    }

    /** Another one whenever somebody may be blocked, or no longer: for streams. */
    public long blocksVersion() {
        return vetting.version();
    }

    /** How the place of a ticket stands for who asks: to who is blocked, BLOCKED, and nothing is heard of the place. */
    public WebVisit look(HttpServletRequest request, Shown.Held held, Sign sign) {
        return WebVisit.told(blockedSeconds(request, held.room()) > 0, sign, heard -> look(held, heard));
    }

    /** As {@link #look(HttpServletRequest, Shown.Held, Sign)}, for as long as a stream is open. */
    public WebVisit look(AtTheDoor visitor, Shown.Held held, Sign sign) {
        return WebVisit.told(blockedSeconds(visitor, held.room()) > 0, sign, heard -> look(held, heard));
    }

    /** How the place of a ticket stands, whoever asks. */
    public WebVisit look(Shown.Held held, Sign sign) {
        Ticket ticket = held.ticket();
        WebVisit visit = placesOf(held.room()).visit(held.room(), ticket.generation(), ticket.position(), sign);
        if (visit.state() == WebVisit.State.EXPIRED
                && ticket.generation() < held.room().generation()) {
            events.ticketRefused("old_generation");
        }
        return visit;
    }

    /** The pass of an admitted place; empty for any other. The same place has the same pass, however often it asks. */
    public Optional<Pass> pass(AtTheDoor visitor, Room room, Ticket ticket, WebVisit visit) {
        if (visit.state() != WebVisit.State.ADMITTED) {
            return Optional.empty();
        }
        return Optional.of(issued.get(
                ticket,
                clock.instant(),
                passes::stands,
                () -> passes.issue(
                        room,
                        visitor.url(),
                        ticket.generation(),
                        ticket.position(),
                        ticket.binding(),
                        visitor.traits(),
                        clock.instant())));
    }

    /** As {@link #pass(AtTheDoor, Room, Ticket, WebVisit)}, for who asks now. */
    public Optional<Pass> pass(HttpServletRequest request, Room room, Ticket ticket, WebVisit visit) {
        // A poll of who waits has no time for what only a pass needs.
        return visit.state() == WebVisit.State.ADMITTED
                ? pass(visitor(request), room, ticket, visit)
                : Optional.empty();
    }

    /** The short pass of who is let by without a place. */
    public Pass bypass(HttpServletRequest request, Room room) {
        VisitorTraits traits = traits(request);
        return passes.bypass(room, url(request), bindings.of(room.web().bindPassTo(), traits), traits);
    }

    /** What of the request is needed for as long as a stream is open. */
    public AtTheDoor visitor(HttpServletRequest request) {
        return new AtTheDoor(traits(request), callers.of(request).address(), callers.country(request), url(request));
    }

    /** What the request shows of its visitor. */
    public VisitorTraits traits(HttpServletRequest request) {
        return new VisitorTraits(
                userAgent(request), callers.of(request).address().toString(), login(request));
    }

    private static String userAgent(HttpServletRequest request) {
        String userAgent = request.getHeader("User-Agent");
        return userAgent == null ? "" : userAgent;
    }

    private Optional<String> login(HttpServletRequest request) {
        return logins.isConfigured() ? Authorization.LOGIN.of(request).flatMap(this::subject) : Optional.empty();
    }

    private Optional<String> subject(String bearer) {
        return logins.check(bearer) instanceof LoginCheck.Accepted accepted
                ? Optional.of(accepted.subject())
                : Optional.empty();
    }

    /** Lets the visitor's browser keep the ticket. */
    public void keep(HttpServletRequest request, HttpServletResponse response, Room room, String ticket) {
        Cookies.set(response, Cookies.ofTicket(room.id()), ticket, KEPT_SECONDS, isSecure(request));
    }

    /** Whether the visitor came over HTTPS, as far as is known. */
    public boolean isSecure(HttpServletRequest request) {
        return publicUrl.value().orElseGet(() -> url(request)).startsWith("https:");
    }

    /** Scheme, host and port that the visitor asked for, as {@code https://shop.example.com}. */
    public String url(HttpServletRequest request) {
        Caller caller = callers.of(request);
        String scheme = caller.scheme().orElse(request.getScheme());
        String host = caller.host().orElse(request.getServerName());
        // Without a port in the host, the server names that of its own scheme, which may not be the visitor's.
        int port = caller.host().isPresent() ? caller.port().orElse(0) : request.getServerPort();
        boolean usual = port == 0 || port == HTTP || port == HTTPS;
        return scheme + "://" + (host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host)
                + (usual ? "" : ":" + port);
    }

    /**
     * The address that a visitor wants to go to, where it may be sent there: absolute http(s), without a login or anything
     * that browsers read in two ways, and a page of this very room.
     */
    public Optional<String> returnTo(String url, Room room) {
        boolean plain = url.length() <= LONGEST_URL && url.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        return plain
                        && RouteRequest.ofUrl(url, Optional.empty())
                                .filter(page -> leads(page, room))
                                .isPresent()
                ? Optional.of(url)
                : Optional.empty();
    }

    private boolean leads(RouteRequest page, Room room) {
        RouteMatch match = rooms.routes().match(page);
        return match.room().filter(room.id()::equals).isPresent();
    }

    /** Whether a browser fetches this beforehand or as a part of a page, so that nobody stands behind it. */
    public static boolean isPreview(HttpServletRequest request) {
        for (String header : PURPOSES) {
            String purpose = request.getHeader(header);
            if (purpose != null && purpose.toLowerCase(Locale.ROOT).matches(".*(prefetch|prerender|preview).*")) {
                return true;
            }
        }
        String destination = request.getHeader("Sec-Fetch-Dest");
        return destination != null && !PEOPLE.contains(destination.toLowerCase(Locale.ROOT));
    }
}
