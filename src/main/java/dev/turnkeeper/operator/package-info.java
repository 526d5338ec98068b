/**
 * The management API: rooms, their states, what leads where, and who may log in. Thin: parses, asks {@code room} and {@code
 * account}, answers. May import room, account, pass, defence, problem. Law: what is refused changes nothing.
 */
@NullMarked
package dev.turnkeeper.operator;

import org.jspecify.annotations.NullMarked;
