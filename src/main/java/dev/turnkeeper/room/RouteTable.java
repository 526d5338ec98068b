package dev.turnkeeper.room;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which room a request belongs to. Immutable; a look-up costs the routes of one host.
 *
 * <p>Most specific first: exact host before {@code *.} (the longer suffix first), longer literal path, port given, method
 * given; between equals the room whose id comes first. A route whose {@code exclude} matches is as if it were not there:
 * a less specific one may still lead the request. Twins over naive code hold this in {@code RouteTableProperty}.
 */
public final class RouteTable {

    private final Map<String, OfHost> byHost;
    private final Map<String, Room> gateways;

    private RouteTable(Map<String, OfHost> byHost, Map<String, Room> gateways) {
        this.byHost = byHost;
        this.gateways = gateways;
    }

    private record OfHost(CompiledRoute[] forPaths, CompiledRoute[] forMenus) {}

    public static RouteTable of(Collection<Room> rooms) {
        Map<String, List<CompiledRoute>> routes = new HashMap<>();
        Map<String, Room> gateways = new HashMap<>();
        for (Room room : rooms) {
            for (Route route : room.routes()) {
                if (room.web().gateway().isPresent()) {
                    gateways.merge(HostName.normal(route.host()), room, RouteTable::first);
                }
                routes.computeIfAbsent(HostName.normal(route.host()), host -> new ArrayList<>())
                        .add(new CompiledRoute(room.id(), route));
            }
        }
        Map<String, OfHost> byHost = new HashMap<>();
        routes.forEach((host, compiled) -> byHost.put(
                host,
                new OfHost(
                        compiled.stream().sorted(CompiledRoute.FOR_PATHS).toArray(CompiledRoute[]::new),
                        compiled.stream().sorted(CompiledRoute.FOR_MENUS).toArray(CompiledRoute[]::new))));
        return new RouteTable(byHost, gateways);
    }

    public RouteMatch match(RouteRequest request) {
        return hasRoutes(request) ? match(request, PageAddress.of(request.page())) : RouteMatch.NONE;
    }

    /**
     * As {@link #match}, for a gate: where a path holds dots, doubled slashes or parameters, the service behind may read it
     * in another way than we do. It is uncontrolled only if each reading is, and refused if two of them lead to two rooms.
     */
    public RouteMatch matchHoweverRead(RouteRequest request) {
        RouteMatch match = RouteMatch.NONE;
        for (PageAddress page : hasRoutes(request) ? PageAddress.readings(request.page()) : List.<PageAddress>of()) {
            RouteMatch other = match(request, page);
            if (match.kind() == RouteMatch.Kind.NONE) {
                match = other;
            } else if (other.kind() == RouteMatch.Kind.FOUND && !other.equals(match)) {
                return RouteMatch.refused("servers read it differently, and two rooms lay claim to it");
            }
        }
        return match;
    }

    /**
     * The room whose gateway serves what no route of a host leads to; of several, the one whose id comes first. Empty where
     * no room with a gateway has a route of that host.
     */
    public Optional<Room> gateway(String host) {
        for (String pattern = HostName.normal(host); pattern != null && !gateways.isEmpty(); pattern = wider(pattern)) {
            Room room = gateways.get(pattern);
            if (room != null) {
                return Optional.of(room);
            }
        }
        return Optional.empty();
    }

    private static Room first(Room one, Room other) {
        return one.id().compareTo(other.id()) <= 0 ? one : other;
    }

    private boolean hasRoutes(RouteRequest request) {
        for (String pattern = HostName.normal(request.host()); pattern != null; pattern = wider(pattern)) {
            if (byHost.containsKey(pattern)) {
                return true;
            }
        }
        return false;
    }

    private RouteMatch match(RouteRequest request, PageAddress page) {
        if (page.refusal() != null) {
            return RouteMatch.refused(page.refusal());
        }
        for (String pattern = HostName.normal(request.host()); pattern != null; pattern = wider(pattern)) {
            OfHost routes = byHost.get(pattern);
            if (routes == null) {
                continue;
            }
            for (CompiledRoute route : page.menu() == null ? routes.forPaths : routes.forMenus) {
                if (route.leads(page, request.port(), request.method())) {
                    return RouteMatch.found(route.room);
                }
            }
        }
        return RouteMatch.NONE;
    }

    /** The same answer, with what every route of this host says to it. Not for the hot path. */
    public RouteExplanation explain(RouteRequest request) {
        String host = HostName.normal(request.host());
        PageAddress page = PageAddress.of(request.page());
        RouteMatch match = match(request);
        List<RouteExplanation.Candidate> candidates = new ArrayList<>();
        boolean led = false;
        for (String pattern = host; pattern != null && page.refusal() == null; pattern = wider(pattern)) {
            OfHost routes = byHost.get(pattern);
            if (routes == null) {
                continue;
            }
            for (CompiledRoute route : page.menu() == null ? routes.forPaths : routes.forMenus) {
                String verdict = route.verdict(page, request.port(), request.method());
                boolean leads = verdict.isEmpty();
                if (leads) {
                    verdict = led
                            ? "matches, but a more specific route comes first"
                            : "matches, and is the most specific";
                    led = true;
                }
                candidates.add(new RouteExplanation.Candidate(route.room, route.route, verdict));
            }
        }
        return new RouteExplanation(match, host, request.port(), page.toString(), candidates);
    }

    /** Every route that may lead a request for this host, most specific first. Not for the hot path. */
    public HostRoutes ofHost(String host) {
        List<HostRoutes.Leading> paths = new ArrayList<>();
        List<HostRoutes.Leading> menus = new ArrayList<>();
        for (String pattern = HostName.normal(host); pattern != null; pattern = wider(pattern)) {
            OfHost routes = byHost.get(pattern);
            if (routes != null) {
                Arrays.stream(routes.forPaths).map(CompiledRoute::leading).forEach(paths::add);
                Arrays.stream(routes.forMenus)
                        .filter(CompiledRoute::leadsMenus)
                        .map(CompiledRoute::leading)
                        .forEach(menus::add);
            }
        }
        return new HostRoutes(paths, menus);
    }

    /** The rooms whose routes name this menu code, on whatever host. Not for the hot path. */
    public Set<RoomId> roomsOfMenu(String code) {
        PageAddress page = PageAddress.of(code);
        return byHost.values().stream()
                .flatMap(routes -> Arrays.stream(routes.forMenus))
                .filter(route -> route.names(page))
                .map(route -> route.room)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first of these routes that also leads to another room. */
    Optional<RouteConflict> conflict(RoomSettings settings) {
        for (Route route : settings.routes()) {
            OfHost sameHost = byHost.get(HostName.normal(route.host()));
            if (sameHost == null) {
                continue;
            }
            for (CompiledRoute other : sameHost.forPaths) {
                if (!other.room.equals(settings.id()) && other.route.sameAs(route)) {
                    return Optional.of(new RouteConflict(route, other.room));
                }
            }
        }
        return Optional.empty();
    }

    /** a.b.c → *.b.c → *.c → null. */
    private static @Nullable String wider(String pattern) {
        int from = pattern.startsWith("*.") ? 2 : 0;
        int dot = pattern.indexOf('.', from);
        return dot < 0 ? null : "*" + pattern.substring(dot);
    }
}
