package dev.turnkeeper.account;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Who a management request comes from.
 *
 * @param name of the account, or the key, or whatever an issuer of others calls it
 * @param kind what it showed
 * @param mustChange whether it may do nothing but change its own password
 * @param rooms the ids of those that it is for; empty: for everything its roles may
 */
public record Who(String name, Kind kind, boolean mustChange, Set<String> rooms) {

    public Who {
        rooms = Set.copyOf(rooms);
    }

    /** What somebody showed. */
    public enum Kind {
        ACCOUNT,
        API_KEY,
        /** {@code TURNKEEPER_ADMIN_KEY}. */
        ADMIN_KEY,
        /** A token of an issuer that the server's own settings name. */
        OTHER_ISSUER
    }

    /** The attribute of a request that carries it, where it came through {@link ManagementLogin}. */
    public static final String ATTRIBUTE = Who.class.getName();

    private static final String COUNTS = Who.class.getName() + ".counts";

    /** Of a request that came through {@link ManagementLogin}; empty: nobody logged in. */
    public static Optional<Who> of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Who known) {
            return Optional.of(known);
        }
        return Optional.ofNullable(request.getUserPrincipal())
                .map(Principal::getName)
                .map(name -> new Who(name, Kind.OTHER_ISSUER, false, Set.of()));
    }

    public boolean isForAllRooms() {
        return rooms.isEmpty();
    }

    /** @param room its id */
    public boolean maySee(String room) {
        return rooms.isEmpty() || rooms.contains(room);
    }

    /** By id. */
    public Set<String> sortedRooms() {
        return new TreeSet<>(rooms);
    }

    /** Whether what the request showed still counts, for answers that go on for long. Of other issuers it is not known. */
    public static BooleanSupplier counts(HttpServletRequest request) {
        return request.getAttribute(COUNTS) instanceof BooleanSupplier counts ? counts : () -> true;
    }

    void note(HttpServletRequest request, BooleanSupplier counts) {
        request.setAttribute(ATTRIBUTE, this);
        request.setAttribute(COUNTS, counts);
    }
}
