package dev.turnkeeper.defence;

import dev.turnkeeper.defence.IpAddress.Family;

/** A range of addresses, {@code 10.0.0.0/8} or {@code ::1}; bits behind the prefix do not count. */
public record Cidr(IpAddress network, int prefix) {

    private static final int MAPPED_PREFIX = 96;

    /** What a client gets that is known by one IPv6 address: it may use any other of its network. */
    private static final int CLIENT_PREFIX = 64;

    /**
     * An address or a range, with nothing behind its prefix; of an IPv6 address its whole /64.
     *
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    public static Cidr ofClients(String text) {
        Cidr range = parse(text);
        boolean ofOneClient = range.network.family() == Family.V6 && text.indexOf('/') < 0;
        return (ofOneClient ? new Cidr(range.network, CLIENT_PREFIX) : range).cut();
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        IpAddress network = IpAddress.parse(address)
                .orElseThrow(() -> new IllegalArgumentException("\"" + address + "\" is not an IPv4 or IPv6 address"));
        // A mapped network (::ffff:10.0.0.0/104) counts its prefix in IPv6 bits.
        int offset = network.family() == Family.V4 && address.indexOf(':') >= 0 ? MAPPED_PREFIX : 0;
        int bits = network.family().bits + offset;
        int prefix = slash < 0 ? bits : number(text.substring(slash + 1));
        if (prefix < offset || prefix > bits) {
            throw new IllegalArgumentException("the prefix of \"" + text + "\" must be " + offset + " to " + bits);
        }
        return new Cidr(network, prefix - offset);
    }

    /** The same range, with nothing behind the prefix: so are equal ranges equal. */
    Cidr cut() {
        boolean v4 = network.family() == Family.V4;
        long high = v4 ? 0 : mask(Math.min(prefix, 64));
        long low = v4 ? mask(prefix) >>> 32 : mask(Math.max(prefix - 64, 0));
        return new Cidr(new IpAddress(network.family(), network.high() & high, network.low() & low), prefix);
    }

    /** Whether these are just the addresses that {@link IpAddress#client} takes for one. */
    boolean isOneClient() {
        return prefix == (network.family() == Family.V4 ? network.family().bits : 64);
    }

    /** As {@link IpAddress#masked}; of a range no more than that. */
    public String masked() {
        boolean narrow = prefix > (network.family() == Family.V4 ? 24 : 48);
        return narrow ? network.masked() + (isOneClient() ? "" : " (/" + prefix + ")") : toString();
    }

    private static long mask(int prefix) {
        // A shift by 64 would be a shift by 0.
        return prefix == 0 ? 0 : -1L << 64 - prefix;
    }

    boolean contains(IpAddress address) {
        if (address.family() != network.family()) {
            return false;
        }
        int lowBits = Math.min(network.family().bits, 64);
        int highPrefix = network.family().bits - lowBits == 0 ? 0 : Math.min(prefix, 64);
        int lowPrefix = prefix - highPrefix;
        return same(address.high(), network.high(), highPrefix, 64)
                && same(address.low(), network.low(), lowPrefix, lowBits);
    }

    private static boolean same(long one, long other, int prefix, int bits) {
        // A shift by 64 would be a shift by 0.
        return prefix == 0 || (one ^ other) >>> (bits - prefix) == 0;
    }

    private static int number(String digits) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return network + "/" + prefix;
    }
}
