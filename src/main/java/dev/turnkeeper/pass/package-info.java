/**
 * The proof that a visitor may be inside: the grid's keys, passes (JWT), hand-over tokens, what both are bound to, and the
 * visitor logins of a service's own issuer. Imports {@code room}, {@code ticket}, {@code state} and the JOSE library. Laws:
 * no private key and no secret ever leaves through a log, a message or {@code toString}; nothing that a token says chooses
 * how it is verified, except which of our own keys; one place has one pass id on every node.
 */
@NullMarked
package dev.turnkeeper.pass;

import org.jspecify.annotations.NullMarked;
