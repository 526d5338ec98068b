package dev.turnkeeper.gate;

import dev.turnkeeper.room.GatewaySettings;
import jakarta.servlet.http.HttpServletRequest;

/**
 * A request that was let in, on its way to the service behind.
 *
 * @param origin that it goes to
 * @param tries with this one
 */
record Passage(GatewaySettings gateway, Question question, Carrier carrier, Verdict verdict, String origin, int tries) {

    private static final String ATTRIBUTE = Passage.class.getName();

    static Passage of(HttpServletRequest request) {
        return (Passage) request.getAttribute(ATTRIBUTE);
    }

    void keep(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    Passage by(String other) {
        return new Passage(gateway, question, carrier, verdict, other, tries + 1);
    }

    boolean isSecure() {
        return question.url().startsWith("https:");
    }

    /** Host and port, as the visitor asked for them. */
    String host() {
        String url = question.origin();
        return url.substring(url.indexOf("://") + 3);
    }
}
