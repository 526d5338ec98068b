/**
 * What this node keeps over a restart: H2's store of keys and values, in one file. The only package that knows it.
 *
 * <p>Laws: after a crash the file holds what was last committed; a file that is damaged or cannot be written stops nothing.
 */
@NullMarked
package dev.turnkeeper.store;

import org.jspecify.annotations.NullMarked;
