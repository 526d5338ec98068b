package dev.turnkeeper.gate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Hosts of which the gate refuses what no room's route leads to; of all others that is let in. */
public final class UnmatchedHosts {

    private static final String WIDE = "*.";

    private final Set<String> denied;

    private UnmatchedHosts(Set<String> denied) {
        this.denied = denied;
    }

    /**
     * @param list hosts, comma-separated, that may begin with {@code *.}; or {@code none}
     * @throws IllegalArgumentException naming the entry and the variable
     */
    static UnmatchedHosts of(String list) {
        return new UnmatchedHosts(Arrays.stream(list.split(","))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty() && !entry.equals("none"))
                .map(UnmatchedHosts::checked)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String checked(String host) {
        String name = host.startsWith(WIDE) ? host.substring(WIDE.length()) : host;
        if (name.isEmpty()
                || !name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-')) {
            throw new IllegalArgumentException("TURNKEEPER_UNMATCHED_DENY holds \"" + host
                    + "\": give host names separated by commas, such as shop.example.com,*.example.org");
        }
        return host;
    }

    boolean denies(String host) {
        if (denied.isEmpty()) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (denied.contains(name)) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (denied.contains("*" + name.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return denied.toString();
    }
}
