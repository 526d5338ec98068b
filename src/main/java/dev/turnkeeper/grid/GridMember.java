package dev.turnkeeper.grid;

/**
 * A member as this node sees it.
 *
 * @param name as the message bus names it
 * @param address host:port
 * @param self this very node
 * @param consensus whether it counts in the CP group, as far as last known; false in a grid without consensus
 */
public record GridMember(String name, String address, boolean self, boolean consensus) {}
