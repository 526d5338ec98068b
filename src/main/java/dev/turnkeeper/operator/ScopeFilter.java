package dev.turnkeeper.operator;

import dev.turnkeeper.account.Who;
import dev.turnkeeper.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a key that is for some rooms to paths of those, to comparisons among them, to the list of rooms, which shows it no
 * others, and to blocks, which look after it themselves, since the room is not in their path.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 1)
public class ScopeFilter implements ContainerRequestFilter {

    private static final String ROOMS = "admin/rooms";
    private static final String BLOCKS = "admin/blocks";
    private static final String STATISTICS = "stats/";
    private static final String COMPARISON = "stats/compare";

    @Override
    public void filter(ContainerRequestContext context) {
        // The server's properties of a request are its attributes.
        Optional.ofNullable(context.getProperty(Who.ATTRIBUTE))
                .map(Who.class::cast)
                .filter(who -> !who.isForAllRooms())
                .filter(who -> !isOpen(who, context))
                .ifPresent(who -> {
                    throw outside(who);
                });
    }

    static ProblemException outside(Who who) {
        return ProblemException.typed(
                403,
                "outside-key-scope",
                "The key is for other rooms",
                "This API key opens " + String.join(", ", who.sortedRooms())
                        + " alone: take one without rooms, or for that room");
    }

    private static boolean isOpen(Who who, ContainerRequestContext context) {
        String path = context.getUriInfo().getPath();
        if (path.equals(ROOMS)) {
            return context.getMethod().equals("GET") || context.getMethod().equals("HEAD");
        }
        if (path.equals(BLOCKS) || path.startsWith(BLOCKS + "/")) {
            return true;
        }
        if (path.equals(COMPARISON)) {
            MultivaluedMap<String, String> asked = context.getUriInfo().getQueryParameters();
            return Stream.of("room", "rooms")
                    .flatMap(name -> asked.getOrDefault(name, List.of()).stream())
                    .flatMap(rooms -> Arrays.stream(rooms.split(",")))
                    .allMatch(who::maySee);
        }
        @Nullable String room = context.getUriInfo().getPathParameters().getFirst("id");
        return (path.startsWith(ROOMS + "/") || path.startsWith(STATISTICS)) && room != null && who.maySee(room);
    }
}
