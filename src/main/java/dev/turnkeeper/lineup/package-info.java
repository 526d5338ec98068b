/**
 * The queue gateway API: places for visitors whom a gateway knows by their login. Reads, asks {@code visit}, writes. Laws:
 * without a login that the configured issuer vouches for, nothing is answered; a place is kept under the login alone, apart
 * from whatever TRACER clients call their visitors.
 */
@NullMarked
package dev.turnkeeper.lineup;

import org.jspecify.annotations.NullMarked;
