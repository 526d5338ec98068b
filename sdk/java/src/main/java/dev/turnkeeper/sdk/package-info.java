/**
 * The waiting room's connector inside a Java service: tells, for each request, whether its visitor has been let in.
 *
 * <p>{@link dev.turnkeeper.sdk.Turnkeeper} is the check, in plain Java; {@link dev.turnkeeper.sdk.TurnkeeperFilter} puts it in
 * front of servlets. Law: a check reads only memory. Rules, keys and revocations come in the background and outlive an outage
 * of the waiting room; the network is asked only where a visitor comes back from the queue, and once for a key nobody knew.
 */
package dev.turnkeeper.sdk;
