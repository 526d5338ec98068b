package dev.turnkeeper.visit;

/**
 * How somebody enters, besides who it is.
 *
 * @param express let in at once, out of turn: where the grid gives a place, and the room lets anybody in
 */
public record Coming(boolean express) {

    public static final Coming USUAL = new Coming(false);
    public static final Coming EXPRESS = new Coming(true);
}
