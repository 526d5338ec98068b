package dev.turnkeeper.defence;

import dev.turnkeeper.defence.IpAddress.Family;
import dev.turnkeeper.ticket.VisitorKey;
import java.util.Objects;
import java.util.Optional;

/** Whom a block is for: a login, of which only a keyed hash is kept, or addresses. Equal where they are the same ones. */
public final class BlockTarget {

    private static final int SHORTEST_V4 = 8;
    private static final int SHORTEST_V6 = 16;

    private final Optional<VisitorKey> login;
    private final Optional<Cidr> addresses;
    private final String shown;

    private BlockTarget(Optional<VisitorKey> login, Optional<Cidr> addresses, String shown) {
        this.login = login;
        this.addresses = addresses;
        this.shown = shown;
    }

    /** @param shown the login, masked */
    static BlockTarget of(VisitorKey login, String shown) {
        return new BlockTarget(Optional.of(login), Optional.empty(), shown);
    }

    /** @param range nothing behind its prefix */
    static BlockTarget of(Cidr range) {
        return new BlockTarget(Optional.empty(), Optional.of(range), range.masked());
    }

    /**
     * An address or a range; of an IPv6 address its whole /64.
     *
     * @return empty where it is neither, or so wide that it can only be a mistake
     */
    public static Optional<BlockTarget> ofAddresses(String text) {
        Cidr range;
        try {
            range = Cidr.ofClients(text);
        } catch (IllegalArgumentException noRange) {
            return Optional.empty();
        }
        boolean v4 = range.network().family() == Family.V4;
        if (range.prefix() < (v4 ? SHORTEST_V4 : SHORTEST_V6)) {
            return Optional.empty();
        }
        return Optional.of(of(range));
    }

    Optional<VisitorKey> login() {
        return login;
    }

    Optional<Cidr> addresses() {
        return addresses;
    }

    public boolean isLogin() {
        return login.isPresent();
    }

    /** Whether it is more, or less, than what one client has: such are not found by a look-up. */
    boolean isRange() {
        return addresses.filter(range -> !range.isOneClient()).isPresent();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockTarget target && login.equals(target.login) && addresses.equals(target.addresses);
    }

    @Override
    public int hashCode() {
        return Objects.hash(login, addresses);
    }

    /** Masked: so much that who knows it recognises it, and nobody else. */
    @Override
    public String toString() {
        return shown;
    }
}
