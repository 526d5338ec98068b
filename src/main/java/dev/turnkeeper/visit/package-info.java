/**
 * The use cases of a visitor: enter, ask, stay, complete, leave. Everything that fronts (TRACER, web) need; nothing of HTTP.
 * May import queue, room, ticket, pass, tick, state.
 */
@NullMarked
package dev.turnkeeper.visit;

import org.jspecify.annotations.NullMarked;
