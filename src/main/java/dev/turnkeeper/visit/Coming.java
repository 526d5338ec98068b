package dev.turnkeeper.visit;

/**
 * How somebody enters, besides who it is.
 *
 * @param express let in at once, out of turn: where the grid gives a place, and the room lets anybody in
 * @param address where from, as {@code IpAddress.bits} has it; 0: nobody counts it
 */
public record Coming(boolean express, long address) {

    public static final Coming USUAL = new Coming(false, 0);
    public static final Coming EXPRESS = new Coming(true, 0);
}
