/** The do-nothing ends that TRACER is held against. Deployed beside the node for a benchmark, never shipped. */
package dev.turnkeeper.bench;
