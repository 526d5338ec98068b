package dev.turnkeeper.screen;

import dev.turnkeeper.visit.WebVisit;
import java.util.List;
import java.util.Optional;

/**
 * What a visitor is to see.
 *
 * @param screen its name in {@code texts.js}
 * @param visit the place, where there is one
 * @param firstRank of that place
 * @param refreshSeconds after which a page without JavaScript asks again; 0: it does not
 * @param events what the page's script is to hear first, as {@code waiting.js} knows events, each in JSON
 */
record Sight(String screen, Optional<WebVisit> visit, long firstRank, int refreshSeconds, List<String> events) {

    Sight {
        events = List.copyOf(events);
    }

    boolean isWaiting() {
        return visit.filter(place -> place.state() == WebVisit.State.WAITING).isPresent();
    }

    /** Whether a page without JavaScript goes on to where its visitor wanted to go. */
    boolean goesOn() {
        return screen.equals("admitted") || screen.equals("open");
    }
}
