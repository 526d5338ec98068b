/**
 * The ports of {@code state} over Hazelcast; the only importer of {@code com.hazelcast}, and of nothing of ours but
 * {@code state}. Laws: no port blocks its caller; counters and registers are Raft's (one node alone: plain partitions);
 * what a map's events leave out (first filling, anti-entropy, merges) its listeners hear all the same; a batch counts as
 * held when another member said so, not when Hazelcast thinks it has a backup.
 */
@NullMarked
package dev.turnkeeper.grid;

import org.jspecify.annotations.NullMarked;
