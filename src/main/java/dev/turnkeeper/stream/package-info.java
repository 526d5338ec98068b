/**
 * Server-Sent Events for the fronts: many open streams, one thread. Asynchronous servlets and write listeners, never JAX-RS
 * (its sinks block on a slow reader). Knows nothing of rooms and visits: a front says by a {@link
 * dev.turnkeeper.stream.Feed} whose stream it is and how it stands.
 *
 * <p>Laws: no thread waits for a reader; what a slow reader did not take is replaced by what is newer; one stream a holder.
 */
@NullMarked
package dev.turnkeeper.stream;

import org.jspecify.annotations.NullMarked;
