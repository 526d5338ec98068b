package dev.turnkeeper.pass;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a request shows of its visitor, as far as tickets and passes can be bound to it.
 *
 * @param userAgent the header, empty where there is none
 * @param ip the address of the caller; of an IPv6 one only the network (/64) is kept, since devices change the rest by
 *     themselves
 * @param login the visitor's own login, where the request carries a valid one
 */
public record VisitorTraits(String userAgent, String ip, Optional<String> login) {

    private static final int NETWORK_GROUPS = 4;
    private static final int GROUPS = 8;

    public VisitorTraits {
        ip = ip.indexOf(':') < 0 ? ip : network(ip);
    }

    /** The first four groups of an address in any of its spellings. */
    private static String network(String ipv6) {
        int gap = ipv6.indexOf("::");
        String[] head = (gap < 0 ? ipv6 : ipv6.substring(0, gap)).split(":", GROUPS);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < NETWORK_GROUPS; i++) {
            network.append(i < head.length && !head[i].isEmpty() ? head[i] : zeroOrTail(ipv6, gap, i))
                    .append(':');
        }
        return network.append(":/64").toString();
    }

    /** A group behind a {@code ::}: zero, unless what follows the gap reaches so far to the front. */
    private static String zeroOrTail(String ipv6, int gap, int group) {
        String tail = gap < 0 ? "" : ipv6.substring(gap + 2);
        String[] groups = tail.isEmpty() ? new String[0] : tail.split(":", GROUPS);
        int first = GROUPS - groups.length - (tail.indexOf('.') < 0 ? 0 : 1);
        return group < first ? "0" : Arrays.asList(groups).get(group - first);
    }
}
