/**
 * What the web fronts (visitor API, lineup, waiting page, gate) do alike with a visitor at the door: read the ticket out of a
 * request, check whose it is, give a place, write the visit. May import visit, room, ticket, pass, defence, problem, stream;
 * decides nothing about queues.
 */
@NullMarked
package dev.turnkeeper.door;

import org.jspecify.annotations.NullMarked;
