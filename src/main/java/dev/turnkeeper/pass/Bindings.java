package dev.turnkeeper.pass;

import dev.turnkeeper.room.BindTo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a ticket and a pass are bound to, in 8 bytes: 61 bits of a keyed hash of the visitor's traits, and in the lowest
 * three bits which traits they are. So a room may change what it binds to, and those who came before keep their places.
 */
public final class Bindings {

    /** Bound to nobody. */
    public static final long NOBODY = 0;

    private static final int NAMES = (1 << BindTo.values().length) - 1;

    private final KeyRing keys;

    public Bindings(KeyRing keys) {
        this.keys = keys;
    }

    public long of(Set<BindTo> names, VisitorTraits traits) {
        if (names.isEmpty()) {
            return NOBODY;
        }
        long bits = names.stream().mapToLong(name -> 1L << name.ordinal()).sum();
        List<String> parts = new ArrayList<>();
        parts.add(Long.toString(bits));
        parts.add(names.contains(BindTo.USER_AGENT) ? traits.userAgent() : "");
        parts.add(names.contains(BindTo.IP) ? traits.ip() : "");
        parts.add(
                names.contains(BindTo.LOGIN)
                        ? traits.login().map(login -> "is " + login).orElse("")
                        : "");
        long hash = ByteBuffer.wrap(keys.now().binding().of(parts.toArray(new String[0])))
                .getLong();
        return hash & ~NAMES | bits;
    }

    /** Whether it is the visitor it was made for, as far as it was bound to anything. */
    public boolean matches(long binding, VisitorTraits traits) {
        return binding == of(names(binding), traits);
    }

    static boolean isBoundTo(long binding, BindTo name) {
        return (binding & 1L << name.ordinal()) != 0;
    }

    private static Set<BindTo> names(long binding) {
        EnumSet<BindTo> names = EnumSet.noneOf(BindTo.class);
        for (BindTo name : BindTo.values()) {
            if (isBoundTo(binding, name)) {
                names.add(name);
            }
        }
        return names;
    }
}
