package dev.turnkeeper.room;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What leads a request to a room.
 *
 * @param host lower case; may begin with {@code *.}
 * @param port empty: any
 * @param path an Ant-style pattern over decoded paths
 * @param methods upper case; empty: any
 * @param exclude patterns that this route leaves out
 * @param menu a pattern over menu codes
 * @param ignoreCase for path, exclude and menu
 */
public record Route(
        String host,
        OptionalInt port,
        String path,
        List<String> methods,
        List<String> exclude,
        Optional<String> menu,
        boolean ignoreCase) {

    static final String EVERYTHING = "/**";

    public Route {
        methods = List.copyOf(methods);
        exclude = List.copyOf(exclude);
    }

    /** One path of one host, any port and method. */
    public static Route of(String host, String path) {
        return new Route(host, OptionalInt.empty(), path, List.of(), List.of(), Optional.empty(), false);
    }

    /** Two routes that answer the same of this lead the same requests; exclusions do not tell them apart. */
    boolean sameAs(Route other) {
        return host.equals(other.host)
                && port.equals(other.port)
                && path.equals(other.path)
                && methodSet().equals(other.methodSet())
                && menu.equals(other.menu);
    }

    private Set<String> methodSet() {
        return new TreeSet<>(methods);
    }

    /** As an operator would say it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(host);
        port.ifPresent(given -> text.append(':').append(given));
        text.append(path);
        if (!methods.isEmpty()) {
            text.append(' ').append(String.join(",", methods));
        }
        menu.ifPresent(given -> text.append(" menu ").append(given));
        return text.toString();
    }
}
