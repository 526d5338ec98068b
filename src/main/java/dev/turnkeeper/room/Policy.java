package dev.turnkeeper.room;

/**
 * How many are let in, how fast, and which silence costs what.
 *
 * @param limit how many may be inside at once
 * @param perMinute how many may be let in a minute; 0: off
 * @param sessionTimeoutSeconds silence after which a visitor inside is let go
 * @param maxSessionSeconds longest stay inside; 0: off
 * @param retentionSeconds silence that may cost a waiting place
 * @param maxSilenceSeconds silence that always costs a waiting place
 * @param claimSeconds how long an admitted place waits for its visitor
 * @param failureMode what a newcomer is told while the grid cannot answer
 * @param tracerRefusal how TRACER says no
 * @param identity what makes two TRACER calls the same visitor
 * @param maxPlacesPerAddress living places that one address may hold; 0: off
 */
public record Policy(
        long limit,
        long perMinute,
        int sessionTimeoutSeconds,
        int maxSessionSeconds,
        int retentionSeconds,
        int maxSilenceSeconds,
        int claimSeconds,
        FailureMode failureMode,
        TracerRefusal tracerRefusal,
        Identity identity,
        int maxPlacesPerAddress) {

    Policy letting(long limit, long perMinute) {
        return new Policy(
                limit,
                perMinute,
                sessionTimeoutSeconds,
                maxSessionSeconds,
                retentionSeconds,
                maxSilenceSeconds,
                claimSeconds,
                failureMode,
                tracerRefusal,
                identity,
                maxPlacesPerAddress);
    }

    /** Everything else as by default. */
    public static Policy ofLimit(long limit) {
        return new Policy(
                limit, 0, 300, 0, 300, 1800, 120, FailureMode.HOLD, TracerRefusal.WAIT, Identity.LOGIN_ID_OR_IP, 0);
    }
}
