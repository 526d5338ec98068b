package dev.turnkeeper.state;

import java.util.concurrent.CompletionStage;

/**
 * How many different things were lately seen under one name in the whole grid. Two that are noted in one moment may miss each
 * other, and a stage that fails leaves the outcome unknown: for what may be a little late or wrong.
 */
public interface Sightings {

    /**
     * Notes one more.
     *
     * @param what told apart by this number alone
     * @param atMillis now, by the caller's clock
     * @return how many were noted under the name within so long, this one included; of more than some dozens, the latest
     */
    CompletionStage<Integer> note(String name, int what, long atMillis, long withinMillis);
}
