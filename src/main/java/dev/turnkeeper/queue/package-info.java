/**
 * The queue algebra: two counters and a few sets say everything about a room. Imports the JDK and RoaringBitmap alone; no
 * clock of its own (time comes in as ticks), no thread, no randomness.
 *
 * <p>Laws: serving, issued and gone only grow; a poll costs the same with ten people waiting as with a million; nobody is
 * admitted before somebody who came earlier and is still there; nobody is admitted over the limit, the named exceptions
 * (operator's increments, express positions) apart, and those are counted inside.
 *
 * <p>Read {@link dev.turnkeeper.queue.QueueView}, then {@link dev.turnkeeper.queue.Tick}.
 */
@NullMarked
package dev.turnkeeper.queue;

import org.jspecify.annotations.NullMarked;
