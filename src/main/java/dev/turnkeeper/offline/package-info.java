/**
 * What those need who check passes by themselves: the public keys, which passes ended before their time, and a way to report
 * that others are in use. Imports {@code visit}, {@code room}, {@code pass} and {@code problem}. Nothing here is secret, and
 * nothing is answered that says who somebody is.
 */
@NullMarked
package dev.turnkeeper.offline;

import org.jspecify.annotations.NullMarked;
