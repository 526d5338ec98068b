package dev.turnkeeper.room;

import java.util.List;
import java.util.Optional;

/**
 * A room as the grid knows it.
 *
 * @param version grows by one with every change of anything here; one version, one content
 * @param generation grows with every reset and over a deletion; all counters of a room carry it in their names
 * @param oldestGeneration those of this and later generations may still be inside; the earlier ones are out
 * @param increments what operators let in beyond the inlet
 */
public record Room(
        RoomSettings settings, long version, long generation, long oldestGeneration, ServingIncrements increments) {

    static Room first(RoomSettings settings, long version, long generation) {
        return new Room(settings, version, generation, generation, ServingIncrements.NONE);
    }

    /** A room outside any book, in its first version and generation. */
    public static Room of(RoomSettings settings) {
        return first(settings, 1, 1);
    }

    public RoomId id() {
        return settings.id();
    }

    public String name() {
        return settings.name();
    }

    public List<Route> routes() {
        return settings.routes();
    }

    public RoomState state() {
        return settings.state();
    }

    public Policy policy() {
        return settings.policy();
    }

    public long limit() {
        return settings.policy().limit();
    }

    public WebPolicy web() {
        return settings.web();
    }

    public Optional<String> tracerDomain() {
        return settings.tracerDomain();
    }

    /** How many more than the inlet allows are let in: the sum of this generation. */
    public long servingIncrement() {
        return increments.total();
    }

    public Room withSettings(RoomSettings settings) {
        return new Room(settings, version, generation, oldestGeneration, increments);
    }

    public Room withState(RoomState state) {
        return withSettings(settings.withState(state));
    }

    /** A new generation beside the old. */
    public Room reset(ResetInside inside) {
        long next = generation + 1;
        return new Room(
                settings,
                version,
                next,
                inside == ResetInside.KEEP ? oldestGeneration : next,
                increments.ofNextGeneration());
    }

    /** @param key the digest of an idempotency key, not yet among {@link ServingIncrements#recent()} */
    public Room letIn(long more, Optional<String> key) {
        return new Room(settings, version, generation, oldestGeneration, increments.plus(more, generation, key));
    }

    Room atVersion(long version) {
        return new Room(settings, version, generation, oldestGeneration, increments);
    }
}
