/**
 * Who changed what: a chain of entries that the whole grid shares, in the order in which the changes were told. Imports
 * {@code state}. Laws: an entry is never changed, and each holds the hash of the one before; no visitor's name or whole
 * address is in it.
 */
@NullMarked
package dev.turnkeeper.audit;

import org.jspecify.annotations.NullMarked;
