package dev.turnkeeper.door;

import dev.turnkeeper.room.RoomId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The cookies that carry a visitor's ticket and pass. Read by hand: every status poll reads one. */
public final class Cookies {

    private static final String TICKET = "tk_";
    private static final String PASS = "tkp_";

    private Cookies() {}

    public static String ofTicket(RoomId room) {
        return TICKET + room;
    }

    public static String ofPass(RoomId room) {
        return PASS + room;
    }

    /** The room whose ticket or pass a cookie of this name holds, if there is such a room. */
    public static Optional<RoomId> room(String name) {
        String prefix = name.startsWith(PASS) ? PASS : TICKET;
        return name.startsWith(prefix) ? RoomId.parse(name.substring(prefix.length())) : Optional.empty();
    }

    /** The first of this name; empty where there is none, or nothing in it. */
    public static Optional<String> read(HttpServletRequest request, String name) {
        List<String> found = new ArrayList<>(1);
        each(request, (given, value) -> {
            boolean ours = given.equals(name) && !value.isEmpty();
            if (ours) {
                found.add(value);
            }
            return ours;
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** All of this name, in the order of the request. */
    public static List<String> all(HttpServletRequest request, String name) {
        List<String> found = new ArrayList<>(1);
        each(request, (given, value) -> {
            if (given.equals(name) && !value.isEmpty()) {
                found.add(value);
            }
            return false;
        });
        return found;
    }

    /** The rooms of which a ticket lies in a cookie, each once. */
    public static List<RoomId> rooms(HttpServletRequest request) {
        List<RoomId> rooms = new ArrayList<>(1);
        each(request, (name, value) -> {
            if (name.startsWith(TICKET) && !value.isEmpty()) {
                RoomId.parse(name.substring(TICKET.length()))
                        .filter(room -> !rooms.contains(room))
                        .ifPresent(rooms::add);
            }
            return false;
        });
        return rooms;
    }

    /** @param maxAgeSeconds 0 deletes it */
    public static void set(
            HttpServletResponse response, String name, String value, long maxAgeSeconds, boolean secure) {
        response.addHeader(
                "Set-Cookie",
                name + '=' + value + "; Path=/; Max-Age=" + maxAgeSeconds + "; HttpOnly; SameSite=Lax"
                        + (secure ? "; Secure" : ""));
    }

    /** Until one is taken. */
    private static void each(HttpServletRequest request, BiPredicate<String, String> taken) {
        for (Enumeration<String> headers = request.getHeaders("Cookie"); headers.hasMoreElements(); ) {
            String header = headers.nextElement();
            for (int from = 0; from < header.length(); ) {
                int semicolon = header.indexOf(';', from);
                int end = semicolon < 0 ? header.length() : semicolon;
                int equals = header.indexOf('=', from);
                if (equals > 0
                        && equals < end
                        && taken.test(
                                header.substring(from, equals).strip(),
                                unquoted(header.substring(equals + 1, end).strip()))) {
                    return;
                }
                from = end + 1;
            }
        }
    }

    /** RFC 6265 allows quotes around a value, and Java's own client sends them. */
    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
