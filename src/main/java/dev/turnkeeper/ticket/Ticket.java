package dev.turnkeeper.ticket;

/**
 * What a web visitor's ticket says. Signed ({@link Tickets}), so it is the proof of the place: nothing is looked up for it.
 *
 * @param room its id
 * @param generation of the room
 * @param position in order of arrival, 1, 2, 3 …
 * @param firstRank the rank first given; 0 if never made to wait
 * @param issuedAt when the place was given, epoch seconds
 * @param binding of the visitor it was given to; 0: bound to nobody
 */
public record Ticket(String room, long generation, long position, long firstRank, long issuedAt, long binding) {}
