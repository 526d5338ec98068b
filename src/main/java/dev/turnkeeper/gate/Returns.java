package dev.turnkeeper.gate;

import dev.turnkeeper.door.Door;
import dev.turnkeeper.room.Room;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a visitor goes who has to wait, and where they come back to. */
final class Returns {

    static final String ENTER = "/gate/enter";
    static final String ACCEPT = "/gate/accept";
    static final String RETURN = "return";

    private final Door door;

    Returns(Door door) {
        this.door = door;
    }

    /**
     * The page to come back to. What was sent with a POST is never sent again: then it is the page that it was sent from, or
     * the room's entry.
     *
     * @param url that the visitor asked for
     */
    String page(Room room, String url, String method, Optional<String> referer) {
        if (method.equals("GET") || method.equals("HEAD")) {
            return clean(url);
        }
        return referer.flatMap(from -> door.returnTo(from, room))
                .or(() -> room.web().entryUrl())
                .map(Returns::clean)
                .orElseGet(() -> clean(url));
    }

    /** The waiting room's door, under the shop's own host. */
    static String enter(String origin, String page) {
        return origin + ENTER + query(page);
    }

    static String accept(String token, String page) {
        return ACCEPT + query(page) + "&" + Carrier.PARAMETER + "=" + encode(token);
    }

    static String query(String page) {
        return "?" + RETURN + "=" + encode(page);
    }

    /** The page with a token in its query, for whoever takes it out there. */
    static String withPass(String page, String token) {
        int hash = page.indexOf('#');
        String before = hash < 0 ? page : page.substring(0, hash);
        return before + (before.indexOf('?') < 0 ? '?' : '&') + Carrier.PARAMETER + "=" + encode(token)
                + (hash < 0 ? "" : page.substring(hash));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Without a pass in it, and in plain ASCII. */
    static String clean(String url) {
        StringBuilder plain = new StringBuilder(url.length());
        withoutPass(url).codePoints().forEach(c -> {
            if (c > ' ' && c < 127 && c != '\\') {
                plain.append((char) c);
            } else {
                plain.append(encode(Character.toString(c)));
            }
        });
        return plain.toString();
    }

    private static String withoutPass(String url) {
        int mark = url.indexOf('?');
        if (mark < 0) {
            return url;
        }
        int hash = url.indexOf('#', mark);
        String fragment = hash < 0 ? "" : url.substring(hash);
        StringBuilder rest = new StringBuilder(url.substring(0, mark));
        char before = '?';
        for (String pair :
                url.substring(mark + 1, hash < 0 ? url.length() : hash).split("&")) {
            if (!pair.startsWith(Carrier.PARAMETER + "=")) {
                rest.append(before).append(pair);
                before = '&';
            }
        }
        return rest + fragment;
    }
}
