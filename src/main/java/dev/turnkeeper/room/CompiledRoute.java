package dev.turnkeeper.room;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route ready for matching, within the routes of one host pattern. */
final class CompiledRoute {

    /** Most specific first; the room's name decides between equals, so that all nodes agree. */
    static final Comparator<CompiledRoute> FOR_PATHS = order(Comparator.comparingInt(route -> -route.path.weight()));

    static final Comparator<CompiledRoute> FOR_MENUS = order(Comparator.comparingInt(route -> -route.menuWeight));

    final RoomId room;
    final Route route;
    private final int port;
    private final PathPattern path;
    private final PathPattern[] exclude;
    private final @Nullable String menu;
    private final int menuWeight;

    CompiledRoute(RoomId room, Route route) {
        this.room = room;
        this.route = route;
        this.port = route.port().orElse(0);
        this.path = PathPattern.of(route.path(), route.ignoreCase());
        this.exclude = route.exclude().stream()
                .map(pattern -> PathPattern.of(pattern, route.ignoreCase()))
                .toArray(PathPattern[]::new);
        this.menu = route.menu()
                .map(given -> route.ignoreCase() ? given.toLowerCase(Locale.ROOT) : given)
                .orElse(null);
        this.menuWeight = menu == null ? -1 : Wildcards.weight(menu);
    }

    private static Comparator<CompiledRoute> order(Comparator<CompiledRoute> byLength) {
        return byLength.thenComparing(compiled -> compiled.port == 0)
                .thenComparing(compiled -> compiled.route.methods().isEmpty())
                .thenComparing(compiled -> compiled.room);
    }

    boolean leads(PageAddress page, int givenPort, Optional<String> method) {
        return isPort(givenPort) && isMethod(method) && isPage(page) && excludedBy(page) == null;
    }

    String verdict(PageAddress page, int givenPort, Optional<String> method) {
        if (!isPort(givenPort)) {
            return "another port: the route is for " + port;
        }
        if (!isMethod(method)) {
            return "another method: the route is for " + String.join(", ", route.methods());
        }
        if (!isPage(page)) {
            return page.menu() == null
                    ? "another path: the route is for " + route.path()
                    : "another menu code: the route is for "
                            + route.menu().orElse("the path " + route.path() + " and no menu code");
        }
        Integer pattern = excludedBy(page);
        return pattern == null ? "" : "excluded by " + route.exclude().get(pattern);
    }

    HostRoutes.Leading leading() {
        return new HostRoutes.Leading(room, route);
    }

    /** Whether any menu code may be led by it. */
    boolean leadsMenus() {
        return menu != null || route.path().equals(Route.EVERYTHING);
    }

    /** Whether its own menu pattern, not its being for everything, leads this page. */
    boolean names(PageAddress page) {
        return menu != null && page.menu() != null && isPage(page);
    }

    private boolean isPort(int given) {
        return port == 0 || port == given;
    }

    private boolean isMethod(Optional<String> given) {
        List<String> methods = route.methods();
        return methods.isEmpty() || given.isEmpty() || methods.contains(given.get());
    }

    private boolean isPage(PageAddress page) {
        String code = page.menu();
        if (code == null) {
            return path.matches(page);
        }
        if (menu == null) {
            // A route to everything on a host means its menu codes too: else they would walk past the queue.
            return leadsMenus();
        }
        return Wildcards.match(menu, route.ignoreCase() ? code.toLowerCase(Locale.ROOT) : code);
    }

    private @Nullable Integer excludedBy(PageAddress page) {
        if (page.menu() == null) {
            for (int i = 0; i < exclude.length; i++) {
                if (exclude[i].matches(page)) {
                    return i;
                }
            }
        }
        return null;
    }
}
