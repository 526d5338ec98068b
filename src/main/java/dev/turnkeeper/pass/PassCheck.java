package dev.turnkeeper.pass;

import java.util.Optional;

/** Whether a pass opens a room for a visitor. Whether its place still stands is asked elsewhere. */
public sealed interface PassCheck {

    record Accepted(PassClaims claims) implements PassCheck {}

    /** @param claims where the signature was ours */
    record Refused(PassFault fault, Optional<PassClaims> claims) implements PassCheck {}
}
