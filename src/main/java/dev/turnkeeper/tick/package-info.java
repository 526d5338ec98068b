/**
 * The once-a-second shell around the algebra: claims the tick, gathers what the members heard, decides with
 * {@link dev.turnkeeper.queue.Tick}, publishes the view that every poll is answered from. Imports queue, room, state.
 *
 * <p>One thread works the whole of it (the executor given to {@link dev.turnkeeper.tick.Grid}); polls and enters on other
 * threads touch only what {@link dev.turnkeeper.tick.Ledger} offers them. No leader: whoever moves the tick on decides, and
 * each decision replaces the one it was made from by one compareAndSet, so that a winner that slept changes nothing.
 */
@NullMarked
package dev.turnkeeper.tick;

import org.jspecify.annotations.NullMarked;
