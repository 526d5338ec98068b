/**
 * What happened in each room, minute by minute. Pure Java: no container, no file, no clock of its own.
 *
 * <p>Nearly everything is worked out by each node for itself, out of what every node knows (decisions, and who ended how,
 * each with its tick): so each event is counted once, no node's death loses any, and all nodes say the same. What only one
 * node sees it counts under its own name and tells the others.
 *
 * <p>Laws: two nodes that watched a whole minute have the same record of it, byte for byte; records only ever get better
 * when they are put together, in whatever order; a store that fails stops nothing.
 *
 * <p>Read {@link dev.turnkeeper.stats.Course}, then {@link dev.turnkeeper.stats.Recorder} and {@link
 * dev.turnkeeper.stats.Archive}.
 */
@NullMarked
package dev.turnkeeper.stats;

import org.jspecify.annotations.NullMarked;
