/**
 * TRACER, the mass access control API of legacy clients: one call that enters, asks and stays. A thin front: reads the
 * request, calls {@code visit}, writes the answer. May import visit, room, ticket, defence, problem. Law: a request that is
 * not understood takes no place and is counted.
 */
@NullMarked
package dev.turnkeeper.tracer;

import org.jspecify.annotations.NullMarked;
