package dev.turnkeeper.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IpAddressProperty {

    @Property
    void text_readsBackAsTheSameAddress(@ForAll("addresses") byte[] bytes) throws UnknownHostException {
        String theirs = InetAddress.getByAddress(bytes).getHostAddress();
        IpAddress address = IpAddress.parse(theirs).orElseThrow();
        assertEquals(address, IpAddress.parse(address.toString()).orElseThrow());
        // A literal: the JDK asks nobody for it.
        assertEquals(InetAddress.getByAddress(bytes), InetAddress.getByName(address.toString()));
    }

    @Property
    void range_containsWhatSharesItsPrefix(
            @ForAll("addresses") byte[] network, @ForAll("addresses") byte[] other, @ForAll int seed)
            throws UnknownHostException {
        int bits = network.length * 8;
        int prefix = Math.floorMod(seed, bits + 1);
        byte[] address =
                network.length == other.length ? blend(network, other, Math.floorMod(seed >> 8, bits + 1)) : other;
        Cidr range = Cidr.parse(text(network) + "/" + prefix);
        assertEquals(
                naiveContains(network, prefix, address),
                range.contains(IpAddress.parse(text(address)).orElseThrow()),
                () -> range + " and " + Arrays.toString(address));
    }

    /** The first bits of one, the rest of the other: near misses, which chance alone would not find. */
    private static byte[] blend(byte[] head, byte[] tail, int bits) {
        byte[] blended = tail.clone();
        for (int i = 0; i < bits; i++) {
            int mask = 128 >> i % 8;
            blended[i / 8] = (byte) (blended[i / 8] & ~mask | head[i / 8] & mask);
        }
        return blended;
    }

    private static boolean naiveContains(byte[] network, int prefix, byte[] address) {
        if (network.length != address.length) {
            return false;
        }
        int rest = network.length * 8 - prefix;
        return new BigInteger(1, network).shiftRight(rest).equals(new BigInteger(1, address).shiftRight(rest));
    }

    private static String text(byte[] bytes) throws UnknownHostException {
        return InetAddress.getByAddress(bytes).getHostAddress();
    }

    @Provide
    Arbitrary<byte[]> addresses() {
        Arbitrary<Byte> octets = Arbitraries.oneOf(Arbitraries.just((byte) 0), Arbitraries.bytes());
        Arbitrary<byte[]> v4 = octets.list().ofSize(4).map(IpAddressProperty::bytes);
        // The first octet keeps it from being a mapped address, which is IPv4 to us.
        Arbitrary<byte[]> v6 = Combinators.combine(
                        Arbitraries.of((byte) 0x20, (byte) 0xfe), octets.list().ofSize(15))
                .as((first, rest) -> {
                    byte[] all = new byte[16];
                    all[0] = first;
                    System.arraycopy(bytes(rest), 0, all, 1, 15);
                    return all;
                });
        return Arbitraries.oneOf(v4, v6);
    }

    private static byte[] bytes(List<Byte> octets) {
        byte[] bytes = new byte[octets.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = octets.get(i);
        }
        return bytes;
    }
}
