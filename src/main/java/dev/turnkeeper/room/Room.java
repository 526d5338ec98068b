package dev.turnkeeper.room;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A room as the grid knows it.
 *
 * @param version grows by one with every change of anything here; one version, one content
 * @param generation grows with every reset and over a deletion; all counters of a room carry it in their names
 * @param oldestGeneration those of this and later generations may still be inside; the earlier ones are out
 * @param increments what operators let in beyond the inlet
 * @param agenda how far it has come in its schedule
 */
public record Room(
        RoomSettings settings,
        long version,
        long generation,
        long oldestGeneration,
        ServingIncrements increments,
        Agenda agenda) {

    /** As its schedule has it by now: the last step of each kind counts. */
    static Room first(RoomSettings settings, long version, long generation, Instant now) {
        Room from = new Room(
                settings,
                version,
                generation,
                generation,
                ServingIncrements.NONE,
                Agenda.of(settings.schedule(), Instant.EPOCH));
        return from.following(now).from(now);
    }

    /** A room outside any book, in its first version and generation. */
    public static Room of(RoomSettings settings) {
        return new Room(settings, 1, 1, 1, ServingIncrements.NONE, Agenda.of(settings.schedule(), Instant.EPOCH));
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

    /** Whose clocks its schedule goes by; UTC where it has none. */
    public ZoneId zone() {
        return settings.schedule().zone();
    }

    /** All that its schedule has up to then is done, or was over when the schedule was written. */
    public Instant scheduledThrough() {
        return agenda.through();
    }

    /** When its schedule sets its state next. */
    public Optional<Instant> nextChange() {
        return agenda.nextChange();
    }

    /** When its schedule opens it, where it is not open and newcomers are not refused before; never while it is open. */
    public Optional<Instant> opensAt() {
        return settings.state() == RoomState.ACTIVE || settings.state() == RoomState.INACTIVE
                ? Optional.empty()
                : agenda.nextOpening();
    }

    /** How many more than the inlet allows are let in: the sum of this generation. */
    public long servingIncrement() {
        return increments.total();
    }

    public Room withSettings(RoomSettings settings) {
        return new Room(settings, version, generation, oldestGeneration, increments, agenda);
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
                increments.ofNextGeneration(),
                agenda);
    }

    /** @param key the digest of an idempotency key, not yet among {@link ServingIncrements#recent()} */
    public Room letIn(long more, Optional<String> key) {
        return new Room(
                settings, version, generation, oldestGeneration, increments.plus(more, generation, key), agenda);
    }

    Room atVersion(long version) {
        return new Room(settings, version, generation, oldestGeneration, increments, agenda);
    }

    /** With all that its schedule has due by now; itself where that is nothing. */
    Room following(Instant now) {
        if (!agenda.isDue(now)) {
            return this;
        }
        RoomSettings set = settings;
        Instant through = agenda.through();
        for (Schedule.Due due : agenda.due(now)) {
            set = due.step().applyTo(set);
            through = due.at();
        }
        return new Room(set, version, generation, oldestGeneration, increments, Agenda.of(set.schedule(), through));
    }

    /** What its schedule has up to then is over. */
    Room from(Instant done) {
        return new Room(
                settings,
                version,
                generation,
                oldestGeneration,
                increments,
                Agenda.of(settings.schedule(), done.truncatedTo(ChronoUnit.SECONDS)));
    }
}
