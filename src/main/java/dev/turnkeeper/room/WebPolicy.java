package dev.turnkeeper.room;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What holds for visitors who come with a browser, an app or through a gate.
 *
 * @param requeueOnReenter whether a waiting visitor who enters again goes to the back
 * @param bindPassTo what tickets and passes are bound to; empty: nothing
 * @param maxAddressesPerPass more addresses than this within 10 minutes, and the pass is revoked; 0: off
 * @param identifyVisitor whether a pass names its visitor's login instead of a pseudonym
 * @param corsOrigins origins whose pages may call, besides those of the routes
 * @param publish which numbers of the public view may be seen
 * @param entryUrl where a visitor goes who cannot be sent back to where they came from
 * @param languages of the waiting page; the first is for those who understand none of them
 * @param message the operator's, by language
 * @param entryPassSeconds for how long after a completed visit its visitor comes in without queueing; 0: off
 */
public record WebPolicy(
        boolean requeueOnReenter,
        Set<BindTo> bindPassTo,
        int maxAddressesPerPass,
        boolean identifyVisitor,
        List<String> corsOrigins,
        Set<Published> publish,
        Optional<String> entryUrl,
        Optional<GatewaySettings> gateway,
        Screen screen,
        List<String> languages,
        Map<String, String> message,
        int entryPassSeconds) {

    /** Everything as by default. */
    public static final WebPolicy USUAL = new WebPolicy(
            false,
            EnumSet.of(BindTo.USER_AGENT),
            3,
            false,
            List.of(),
            EnumSet.allOf(Published.class),
            Optional.empty(),
            Optional.empty(),
            Screen.USUAL,
            List.of("ko", "en", "ja", "zh"),
            Map.of(),
            0);

    /** Sets and maps keep one order, so that equal settings have equal bytes. */
    public WebPolicy {
        bindPassTo = ordered(bindPassTo, BindTo.class);
        corsOrigins = List.copyOf(corsOrigins);
        publish = ordered(publish, Published.class);
        languages = List.copyOf(languages);
        message = Collections.unmodifiableMap(new TreeMap<>(message));
    }

    public WebPolicy withMessage(Map<String, String> message) {
        return new WebPolicy(
                requeueOnReenter,
                bindPassTo,
                maxAddressesPerPass,
                identifyVisitor,
                corsOrigins,
                publish,
                entryUrl,
                gateway,
                screen,
                languages,
                message,
                entryPassSeconds);
    }

    private static <E extends Enum<E>> Set<E> ordered(Set<E> set, Class<E> type) {
        EnumSet<E> ordered = EnumSet.noneOf(type);
        ordered.addAll(set);
        return Collections.unmodifiableSet(ordered);
    }
}
