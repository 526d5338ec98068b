package dev.turnkeeper.sdk;

import java.util.Optional;

/** What became of a pass: exactly one of the two is there. */
record PassCheck(Optional<PassClaims> claims, Optional<PassFault> fault) {

    static PassCheck accepted(PassClaims claims) {
        return new PassCheck(Optional.of(claims), Optional.empty());
    }

    static PassCheck refused(PassFault fault) {
        return new PassCheck(Optional.empty(), Optional.of(fault));
    }
}
