package dev.turnkeeper.layout.planted.visit;

final class KnowsHazelcast {
    com.hazelcast.core.HazelcastInstance grid;
}
