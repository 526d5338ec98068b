package dev.turnkeeper.defence;

import dev.turnkeeper.defence.IpAddress.Family;
import dev.turnkeeper.ticket.VisitorKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rules of one room, or of all, found by what tells most: login, else addresses, else country. For addresses that is one
 * look-up for each length of prefix that there is. Those that a user agent alone tells are few, and tried one by one.
 */
final class RuleIndex {

    /** @param position in the list of all rules, from 1 */
    record Numbered(int position, AccessRule rule) {}

    /** @param networks by their first address */
    private record Prefixed(int prefix, Map<IpAddress, List<Numbered>> networks) {}

    private final Map<VisitorKey, List<Numbered>> logins = new HashMap<>();
    private final Map<String, List<Numbered>> countries = new HashMap<>();
    private final List<Numbered> others = new ArrayList<>();
    private final List<Prefixed> v4;
    private final List<Prefixed> v6;

    /** @param rules in their order */
    RuleIndex(List<Numbered> rules) {
        Map<Integer, Prefixed> narrow = new TreeMap<>(Comparator.reverseOrder());
        Map<Integer, Prefixed> wide = new TreeMap<>(Comparator.reverseOrder());
        for (Numbered numbered : rules) {
            AccessRule rule = numbered.rule;
            if (rule.login().isPresent()) {
                list(logins, rule.login().get().key()).add(numbered);
            } else if (rule.addresses().isPresent()) {
                Cidr range = rule.addresses().get();
                Map<Integer, Prefixed> family = range.network().family() == Family.V4 ? narrow : wide;
                Prefixed prefixed =
                        family.computeIfAbsent(range.prefix(), prefix -> new Prefixed(prefix, new HashMap<>()));
                list(prefixed.networks, range.network()).add(numbered);
            } else if (rule.country().isPresent()) {
                list(countries, rule.country().get()).add(numbered);
            } else {
                others.add(numbered);
            }
        }
        v4 = List.copyOf(narrow.values());
        v6 = List.copyOf(wide.values());
    }

    private static <K> List<Numbered> list(Map<K, List<Numbered>> lists, K key) {
        return lists.computeIfAbsent(key, first -> new ArrayList<>());
    }

    /** The first rule that matches; null where none does. */
    @Nullable
    Numbered first(Traits asker) {
        Numbered best = null;
        IpAddress address = asker.address();
        for (Prefixed prefixed : address.family() == Family.V4 ? v4 : v6) {
            IpAddress network = new Cidr(address, prefixed.prefix).cut().network();
            best = earlier(best, prefixed.networks.get(network), asker);
        }
        if (!logins.isEmpty() && asker.login().isPresent()) {
            best = earlier(best, logins.get(asker.login().get()), asker);
        }
        if (!countries.isEmpty()) {
            best = earlier(best, countries.get(asker.country()), asker);
        }
        return earlier(best, others, asker);
    }

    private static @Nullable Numbered earlier(
            @Nullable Numbered best, @Nullable List<Numbered> candidates, Traits asker) {
        if (candidates != null) {
            for (Numbered candidate : candidates) {
                if (best != null && best.position < candidate.position) {
                    return best;
                }
                if (candidate.rule.matches(asker)) {
                    return candidate;
                }
            }
        }
        return best;
    }
}
