package dev.turnkeeper.defence;

import java.util.Optional;

/**
 * An IPv4 or IPv6 address, read strictly from its literal: no name, no zone, no octal, no shortened IPv4 form, and never a
 * question to DNS. An IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.1}) is the IPv4 address that it means.
 *
 * @param high the first 64 bits of an IPv6 address; 0 for IPv4
 * @param low the last 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 */
public record IpAddress(Family family, long high, long low) {

    public enum Family {
        V4(32),
        V6(128);

        final int bits;

        Family(int bits) {
            this.bits = bits;
        }
    }

    private static final int LONGEST_LITERAL = 45;
    private static final int GROUPS = 8;

    /** @return empty where the text is anything but a literal address */
    public static Optional<IpAddress> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST_LITERAL) {
            return Optional.empty();
        }
        if (text.indexOf(':') < 0) {
            long bits = ipv4(text);
            return bits < 0 ? Optional.empty() : Optional.of(new IpAddress(Family.V4, 0, bits));
        }
        return ipv6(text);
    }

    /** The form of RFC 5952, or the dotted one. */
    @Override
    public String toString() {
        return family == Family.V4 ? dotted() : compressed();
    }

    /** All that one client may be known by: an IPv4 address, or the 64 bits of an IPv6 network that it may fill at will. */
    public String network() {
        return family == Family.V4 ? dotted() : client() + "/64";
    }

    /** As {@link #network}: the address itself, or the first one of that network. */
    IpAddress client() {
        return family == Family.V4 || low == 0 ? this : new IpAddress(Family.V6, high, 0);
    }

    /** {@link #client} in one number, never 0 of an address that a client may have. */
    public long bits() {
        // Nobody calls from a multicast network, so an IPv4 address is none of IPv6.
        return family == Family.V4 ? 0xffff_ffff_0000_0000L | low : high;
    }

    /** Without its last part: 192.0.2.x, or the first 48 bits of an IPv6 address. */
    public String masked() {
        if (family == Family.V6) {
            return new IpAddress(Family.V6, high & ~0xffffL, 0) + "/48";
        }
        String text = dotted();
        return text.substring(0, text.lastIndexOf('.')) + ".x";
    }

    private static Optional<IpAddress> ipv6(String text) {
        int gap = text.indexOf("::");
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return groups(text, true, groups, 0) == GROUPS ? Optional.of(of(groups)) : Optional.empty();
        }
        int[] tail = new int[GROUPS];
        int before = groups(text.substring(0, gap), false, groups, 0);
        int after = groups(text.substring(gap + 2), true, tail, 0);
        if (before < 0 || after < 0 || before + after >= GROUPS) {
            return Optional.empty();
        }
        System.arraycopy(tail, 0, groups, GROUPS - after, after);
        return Optional.of(of(groups));
    }

    /** @return how many groups were read, -1 if the text is none */
    private static int groups(String text, boolean mayEndInIpv4, int[] into, int count) {
        if (text.isEmpty()) {
            return count;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (mayEndInIpv4 && i == parts.length - 1 && parts[i].indexOf('.') > 0) {
                long bits = ipv4(parts[i]);
                if (bits < 0 || count + 2 > GROUPS) {
                    return -1;
                }
                into[count++] = (int) (bits >>> 16);
                into[count++] = (int) (bits & 0xffff);
            } else {
                int group = group(parts[i]);
                if (group < 0 || count == GROUPS) {
                    return -1;
                }
                into[count++] = group;
            }
        }
        return count;
    }

    private static int group(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Character.digit would take digits of other scripts as well.
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** @return the 32 bits, -1 if the text is no dotted address */
    private static long ipv4(String text) {
        long bits = 0;
        int parts = 0;
        int from = 0;
        while (from <= text.length()) {
            int dot = text.indexOf('.', from);
            int end = dot < 0 ? text.length() : dot;
            int value = decimal(text, from, end);
            if (value < 0 || ++parts > 4) {
                return -1;
            }
            bits = bits << 8 | value;
            from = end + 1;
        }
        return parts == 4 ? bits : -1;
    }

    /** @return 0 to 255, -1 if there is something else */
    private static int decimal(String text, int from, int end) {
        // A leading zero is octal to some and decimal to others: two readers would see two addresses.
        if (from == end || end - from > 3 || end - from > 1 && text.charAt(from) == '0') {
            return -1;
        }
        int value = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value > 255 ? -1 : value;
    }

    private static IpAddress of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return high == 0 && low >>> 32 == 0xffffL
                ? new IpAddress(Family.V4, 0, low & 0xffff_ffffL)
                : new IpAddress(Family.V6, high, low);
    }

    private String dotted() {
        return (low >>> 24 & 255) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
    }

    private String compressed() {
        int start = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groupAt(end) == 0) {
                end++;
            }
            if (end - i > longest) {
                start = i;
                longest = end - i;
            }
        }
        StringBuilder text = new StringBuilder(LONGEST_LITERAL);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Long.toHexString(groupAt(i)));
            }
        }
        return text.toString();
    }

    private long groupAt(int index) {
        return (index < 4 ? high >>> (3 - index) * 16 : low >>> (7 - index) * 16) & 0xffff;
    }
}
