/**
 * Tells others what happened in the grid: webhooks get CloudEvents, signed, at least once. {@link
 * dev.turnkeeper.notice.Watch} sees when something begins and ends, {@link dev.turnkeeper.notice.Notices} has the grid agree
 * on it once, {@link dev.turnkeeper.notice.Deliveries} sees to it that each webhook hears of it, from whichever node. May
 * import state, defence, answer. Law: whatever a receiver does, nothing else waits for it.
 */
@NullMarked
package dev.turnkeeper.notice;

import org.jspecify.annotations.NullMarked;
