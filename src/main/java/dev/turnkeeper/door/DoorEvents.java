package dev.turnkeeper.door;

import java.util.Locale;

/** What operators want to count. Called on the request's thread. */
interface DoorEvents {

    /** @param reason a word in lower case, as {@code forged} */
    void ticketRefused(String reason);

    default void ticketRefused(TicketRefusal why) {
        ticketRefused(why.name().toLowerCase(Locale.ROOT));
    }
}
