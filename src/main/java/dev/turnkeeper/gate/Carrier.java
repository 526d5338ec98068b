package dev.turnkeeper.gate;

import dev.turnkeeper.door.Cookies;
import dev.turnkeeper.door.Door;
import dev.turnkeeper.pass.VisitorTraits;
import dev.turnkeeper.room.RoomId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Whoever sent the request in question, and the passes it carries.
 *
 * @param url scheme, host and port that the visitor asked for
 * @param query the pass in the URL in question
 */
record Carrier(VisitorTraits traits, String url, HttpServletRequest request, Optional<String> query) {

    static final String HEADER = "X-Turnkeeper-Pass";
    static final String PARAMETER = "tk_pass";

    /** More than a browser and its app have is a try to keep us busy. */
    private static final int MOST = 4;

    static Carrier of(HttpServletRequest request, Question question, Door door) {
        return new Carrier(door.traits(request), question.origin(), request, question.parameter(PARAMETER));
    }

    /** Each once, in the order in which they are tried. */
    List<Carried> passes(RoomId room) {
        List<Carried> passes = new ArrayList<>(1);
        Collections.list(request.getHeaders(HEADER)).forEach(token -> add(passes, Carried.By.HEADER, token));
        Cookies.all(request, Cookies.ofPass(room)).forEach(token -> add(passes, Carried.By.COOKIE, token));
        query.ifPresent(token -> add(passes, Carried.By.URL, token));
        return passes;
    }

    private static void add(List<Carried> passes, Carried.By by, String token) {
        boolean known = passes.stream().anyMatch(carried -> carried.token().equals(token));
        if (!token.isEmpty() && !known && passes.size() < MOST) {
            passes.add(new Carried(by, token));
        }
    }
}
