/**
 * Several nodes in one thread and in virtual time: the real tick loop, exchange, issuer and visits, over a grid whose
 * messages are late, doubled, reordered and lost, whose members pause, crash, return and are cut off. {@link
 * dev.turnkeeper.simulation.Laws} watches from outside. One seed, one run, always the same.
 */
package dev.turnkeeper.simulation;
