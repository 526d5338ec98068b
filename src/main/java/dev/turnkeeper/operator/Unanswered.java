package dev.turnkeeper.operator;

import dev.turnkeeper.problem.ProblemException;

/** The grid gave no answer in time: what was asked for may have come about all the same. */
final class Unanswered {

    private Unanswered() {}

    /** @param what is to be read to find out, such as "the accounts" */
    static ProblemException change(String what) {
        return ProblemException.of(
                        503,
                        "The grid did not answer in time, so the change may have been made or not: read " + what
                                + " before you repeat it")
                .with("Retry-After", "3");
    }
}
