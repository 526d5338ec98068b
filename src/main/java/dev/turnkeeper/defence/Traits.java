package dev.turnkeeper.defence;

import dev.turnkeeper.room.Wildcards;
import dev.turnkeeper.ticket.VisitorKey;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What rules ask of one who asks, each found out once. Of one thread. */
final class Traits {

    /** Of a longer user agent only the beginning counts: what matching costs is no visitor's choice. */
    private static final int LONGEST_AGENT = 512;

    private final Asker asker;
    private final Function<String, VisitorKey> keys;
    private @Nullable String userAgent;
    private @Nullable String country;
    private @Nullable Optional<VisitorKey> login;

    Traits(Asker asker, Function<String, VisitorKey> keys) {
        this.asker = asker;
        this.keys = keys;
    }

    IpAddress address() {
        return asker.address();
    }

    /** Empty where nobody says it. */
    String country() {
        if (country == null) {
            country = asker.country()
                    .get()
                    .map(said -> said.toUpperCase(Locale.ROOT))
                    .orElse("");
        }
        return country;
    }

    Optional<VisitorKey> login() {
        if (login == null) {
            login = asker.login().get().map(keys);
        }
        return login;
    }

    boolean logsInAs(VisitorKey wanted) {
        return login().filter(wanted::equals).isPresent();
    }

    /** @param wanted in lower case */
    boolean usesAgent(String wanted) {
        if (userAgent == null) {
            String said = asker.userAgent().get();
            userAgent =
                    said.substring(0, Math.min(said.length(), LONGEST_AGENT)).toLowerCase(Locale.ROOT);
        }
        // What most rules look like, *piece*, is looked for like a piece: that is much faster.
        int last = wanted.length() - 1;
        boolean isInside = last > 0 && wanted.charAt(0) == '*' && wanted.charAt(last) == '*';
        String piece = isInside ? wanted.substring(1, last) : wanted;
        return isWild(piece) ? Wildcards.match(wanted, userAgent) : userAgent.contains(piece);
    }

    private static boolean isWild(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }
}
