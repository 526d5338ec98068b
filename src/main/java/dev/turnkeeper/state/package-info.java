/**
 * The seam: what the grid gives us, as bytes and longs under names. Small ports; {@code grid} implements them over
 * Hazelcast, the tests in one JVM. Imports the JDK alone. Laws: a counter and a register
 * are linearizable; a failed call is unknown, never "not done"; a map and a message may come late, twice or in another
 * order, and messages may be lost.
 */
@NullMarked
package dev.turnkeeper.state;

import org.jspecify.annotations.NullMarked;
