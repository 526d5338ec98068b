package dev.turnkeeper.pass;

/** Whether a hand-over token is taken; it is, once. */
public sealed interface HandOverCheck {

    record Accepted(HandOver handOver) implements HandOverCheck {}

    record Refused(HandOverFault fault) implements HandOverCheck {}
}
