package dev.turnkeeper.defence;

import java.util.Optional;

/** What the keys of visitors without a ticket are made of: the same wherever a key is made. */
public final class VisitorNames {

    private VisitorNames() {}

    /**
     * Of a visitor of TRACER.
     *
     * @param loginId as the client sent it; an address counts in whichever way it is written
     * @param userAgent where the room tells visitors apart by it too
     */
    public static String[] ofTracer(String room, String loginId, Optional<String> userAgent) {
        Optional<IpAddress> address = IpAddress.parse(loginId);
        String kind = address.isPresent() ? "ip" : "login";
        String who = address.map(IpAddress::toString).orElse(loginId);
        return userAgent.map(agent -> new String[] {room, kind, who, agent}).orElseGet(() ->
                new String[] {room, kind, who});
    }

    /** Of a visitor of the queue gateway. @param subject of the login */
    public static String[] ofLogin(String room, String subject) {
        return new String[] {"queue", "login", room, subject};
    }

    /** So much of a name or address that who knows it recognises it, and nobody else. */
    public static String masked(String name) {
        Optional<IpAddress> address = IpAddress.parse(name);
        if (address.isPresent()) {
            return address.get().masked();
        }
        return name.codePoints()
                        .limit(2)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                + "***";
    }
}
