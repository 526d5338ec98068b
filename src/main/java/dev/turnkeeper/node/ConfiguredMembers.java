package dev.turnkeeper.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The nodes that TURNKEEPER_GRID_MEMBERS names. Members show by number, settings may use names: these are looked up in
 * the background, since a name server that hangs must not keep an operator waiting, and the last answer is kept.
 */
final class ConfiguredMembers {

    private final List<Entry> entries;
    private final Function<String, Set<String>> lookUp;
    private final Executor background;
    private final Map<String, Set<String>> found = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    /** @param port empty: any */
    private record Entry(String text, String host, Optional<String> port) {

        static Entry of(String text) {
            int colon = text.lastIndexOf(':');
            boolean port = colon > text.lastIndexOf(']') && colon == (text.startsWith("[") ? colon : text.indexOf(':'));
            String host = port ? text.substring(0, colon) : text;
            return new Entry(
                    text,
                    host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
                    port ? Optional.of(text.substring(colon + 1)) : Optional.empty());
        }
    }

    /**
     * @param members as the setting has them; none for a node on its own
     * @param lookUp a host's numbers; none where it has none, or nobody knows
     * @param background where that may wait
     */
    ConfiguredMembers(List<String> members, Function<String, Set<String>> lookUp, Executor background) {
        this.entries = members.stream().map(Entry::of).toList();
        this.lookUp = lookUp;
        this.background = background;
    }

    /** By the machine's own name service. */
    static Set<String> numbers(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.toSet());
        } catch (UnknownHostException nobody) {
            return Set.of();
        }
    }

    /** Looks names up again, in the background; what is known stays until there is an answer. */
    void refresh() {
        if (looking.compareAndSet(false, true)) {
            background.execute(() -> {
                try {
                    entries.stream().map(Entry::host).distinct().forEach(host -> {
                        Set<String> numbers = lookUp.apply(host);
                        if (!numbers.isEmpty()) {
                            found.put(host, numbers);
                        }
                    });
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    /**
     * Whether the settings name this member; empty while one of their names is not resolved and could be it, or where they
     * name nobody.
     *
     * @param address host:port, as the grid shows it
     */
    Optional<Boolean> names(String address) {
        if (entries.stream().anyMatch(entry -> isAt(entry, address))) {
            return Optional.of(true);
        }
        return !entries.isEmpty() && entries.stream().allMatch(this::isResolved)
                ? Optional.of(false)
                : Optional.empty();
    }

    /**
     * Those that none of these addresses belongs to, as the setting has them. Where one of the addresses may be behind a name
     * that is not resolved, that name is left out.
     */
    List<String> missing(Set<String> addresses) {
        long strangers = addresses.stream()
                .filter(address -> entries.stream().noneMatch(entry -> isAt(entry, address)))
                .count();
        List<Entry> missing = entries.stream()
                .filter(entry -> addresses.stream().noneMatch(address -> isAt(entry, address)))
                .toList();
        long unresolved = missing.stream().filter(entry -> !isResolved(entry)).count();
        return missing.stream()
                .filter(entry -> isResolved(entry) || unresolved > strangers)
                .map(Entry::text)
                .toList();
    }

    private boolean isResolved(Entry entry) {
        return found.containsKey(entry.host());
    }

    private boolean isAt(Entry entry, String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        return entry.port().map(address.substring(colon + 1)::equals).orElse(true)
                && (entry.host().equals(host)
                        || found.getOrDefault(entry.host(), Set.of()).contains(host));
    }
}
