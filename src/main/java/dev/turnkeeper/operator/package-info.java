/**
 * The management API: rooms, their states, and what leads where. Thin: parses, asks {@code room}, answers. May import
 * room, account, problem. Law: what is refused changes nothing.
 */
@NullMarked
package dev.turnkeeper.operator;

import org.jspecify.annotations.NullMarked;
