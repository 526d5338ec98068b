package dev.turnkeeper.visit;

import java.util.List;

/**
 * Places that ended after they were let in. A generation that was left behind with all who were inside is not among them:
 * nothing of it holds any more.
 *
 * @param tick up to where this goes
 * @param oldestGeneration places of earlier ones are all over
 */
public record EndedPlaces(long tick, long oldestGeneration, List<OfGeneration> generations) {

    /** @param positions in order */
    public record OfGeneration(long generation, List<Long> positions) {}
}
