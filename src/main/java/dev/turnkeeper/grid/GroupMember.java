package dev.turnkeeper.grid;

/**
 * Who has a seat in the CP group, there or not.
 *
 * @param identity of its process in the group
 * @param address host:port
 * @param core whether it counts in the majority of the counters; else it is a spare
 */
public record GroupMember(String identity, String address, boolean core) {}
