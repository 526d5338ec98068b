package dev.turnkeeper.room;

import dev.turnkeeper.state.SharedValue;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The grid's one emergency switch. It counts in ticks, so that all nodes see it end at once, whatever their clocks say. */
public final class EmergencySwitch {

    private static final byte[] OFF = {};

    private final SharedValue shared;
    private final LongSupplier tick;

    /** @param tick of the grid, as seen here; about one a second while the grid moves on */
    public EmergencySwitch(SharedValue shared, LongSupplier tick) {
        this.shared = shared;
        this.tick = tick;
    }

    /** What holds now; empty where nothing does. */
    public Optional<Emergency> now() {
        return shared.get()
                .filter(bytes -> bytes.length > 0)
                .map(Emergency::ofBytes)
                .filter(emergency -> emergency.throughTick() >= tick.getAsLong());
    }

    /** Seconds that it will go on for while the grid moves on; 0 where nothing holds. */
    public long secondsLeft() {
        return now().map(emergency -> emergency.throughTick() - tick.getAsLong() + 1)
                .orElse(0L);
    }

    /** In place of whatever held before. Waits up to some seconds; false where the grid gave no answer. */
    public boolean turnOn(Emergency.Mode mode, long seconds) {
        return set(new Emergency(mode, tick.getAsLong() + seconds - 1).toBytes());
    }

    /** As {@link #turnOn}. */
    public boolean turnOff() {
        return set(OFF);
    }

    private boolean set(byte[] bytes) {
        return shared.change(before -> Optional.of(bytes)) != SharedValue.Outcome.NO_MAJORITY;
    }
}
