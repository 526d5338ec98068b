package dev.turnkeeper.tick;

import dev.turnkeeper.queue.Policy;

/**
 * What the tick needs to know of a room's configuration.
 *
 * @param room its id
 * @param oldest the oldest generation whose visitors may still be inside
 * @param generation the current one
 * @param policy of the current generation
 * @param policyOfOld of the generations before it: nobody enters any more
 */
public record RoomTerms(String room, long oldest, long generation, Policy policy, Policy policyOfOld) {

    Policy policyOf(long ofGeneration) {
        return ofGeneration == generation ? policy : policyOfOld;
    }
}
