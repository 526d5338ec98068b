package dev.turnkeeper.defence;

import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.room.RouteTable;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of the protected services call what visitors call, without credentials: cookies never come along, so there is
 * nothing that a foreign page could use in somebody else's name. What is of one room, that room's pages may read; what
 * is of none, such as a preflight, those of any. {@code web.xml} puts it before the filters that answer.
 */
public class CrossOriginFilter implements Filter {

    private static final String ROOM = CrossOriginFilter.class.getName();
    private static final Pattern NAMED = Pattern.compile("(?:^|&)room=([^&]*)");
    private static final String METHODS = "GET, HEAD, POST, DELETE";
    private static final String HEADERS = "Authorization, Content-Type, Last-Event-ID";
    private static final String REMEMBERED_SECONDS = "600";

    private final Rooms rooms;
    private volatile @Nullable Known known;

    /**
     * What follows from the rooms as they are; each room's own is worked out when it is first asked for.
     *
     * @param of another one once any room has changed
     */
    private record Known(RouteTable of, Origins all, Map<RoomId, Origins> byRoom) {

        /** @param of read before the rooms were */
        Known(RouteTable of, Collection<Room> rooms) {
            this(of, new Origins(rooms), new ConcurrentHashMap<>());
        }

        boolean allow(String origin, Optional<Room> room) {
            return room.map(only -> byRoom.computeIfAbsent(only.id(), id -> new Origins(List.of(only))))
                    .orElse(all)
                    .allow(origin);
        }
    }

    @Inject
    CrossOriginFilter(Rooms rooms) {
        this.rooms = rooms;
    }

    /** For a front that has found out which room a request is of: nobody else's pages may read the answer. */
    public static void narrow(HttpServletRequest request, Room room) {
        // Nearly all polls are of the same origin.
        if (request.getHeader("Origin") != null) {
            request.setAttribute(ROOM, room);
        }
    }

    @Override
    public void doFilter(ServletRequest asked, ServletResponse answered, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) asked;
        HttpServletResponse response = (HttpServletResponse) answered;
        response.addHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin == null) {
            chain.doFilter(asked, answered);
            return;
        }
        CrossOriginAnswer answer = new CrossOriginAnswer(response, origin, () -> known().allow(origin, room(request)));
        if (isPreflight(request) && answer.decide()) {
            response.setHeader("Access-Control-Allow-Methods", METHODS);
            response.setHeader("Access-Control-Allow-Headers", HEADERS);
            response.setHeader("Access-Control-Max-Age", REMEMBERED_SECONDS);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        chain.doFilter(asked, answer);
        if (!request.isAsyncStarted()) {
            answer.decide();
        }
    }

    private Optional<Room> room(HttpServletRequest request) {
        if (request.getAttribute(ROOM) instanceof Room room) {
            return Optional.of(room);
        }
        // By hand: to ask for a parameter would take the body of a form away from the front.
        return Optional.ofNullable(request.getQueryString())
                .map(NAMED::matcher)
                .filter(Matcher::find)
                .flatMap(named -> RoomId.parse(named.group(1)))
                .flatMap(rooms::find);
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    private Known known() {
        RouteTable current = rooms.routes();
        Known now = known;
        if (now == null || now.of() != current) {
            now = new Known(current, rooms.all());
            known = now;
        }
        return now;
    }
}
