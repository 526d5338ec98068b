/** Who holds a place, and the proof of it. Imports the JDK alone. */
@NullMarked
package dev.turnkeeper.ticket;

import org.jspecify.annotations.NullMarked;
