/**
 * The visitor API: visits, the public view of rooms, the rules for SDKs. Plain servlets, since these are the hot paths. May
 * import the door, the streams and what fronts may; of the queue, the public table of who is gone.
 */
@NullMarked
package dev.turnkeeper.visitor;

import org.jspecify.annotations.NullMarked;
