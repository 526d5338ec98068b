/**
 * Who holds a place, and the proof of it: TRACER's visitors by a keyed hash under which the grid knows their place, web
 * visitors by a signed ticket that says it itself. Imports the JDK alone.
 */
@NullMarked
package dev.turnkeeper.ticket;

import org.jspecify.annotations.NullMarked;
