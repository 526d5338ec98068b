/**
 * The gate in front of a service: a proxy asks it about every request, and it answers whether the visitor may pass; and
 * gateway mode, where the node is that proxy itself. Imports visit, room, ticket, pass, door, defence, problem. Laws: what
 * cannot be read is never let in; only the header family of the entry that is asked is believed, and only from a trusted
 * proxy; nobody is sent anywhere but to a page of the room in question.
 */
@NullMarked
package dev.turnkeeper.gate;

import org.jspecify.annotations.NullMarked;
