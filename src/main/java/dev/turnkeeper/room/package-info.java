/**
 * What a room is, which requests lead to it, and the book of all rooms that every node reads locally. Imports the JDK and
 * {@code state}; only {@link dev.turnkeeper.room.RoomsFile} knows a parser. Laws: a room's version only grows and names
 * one content; its generation only grows, over a deletion too; of two stored values the higher version stays.
 */
@NullMarked
package dev.turnkeeper.room;

import org.jspecify.annotations.NullMarked;
