/**
 * How long to wait before the next call. Chance is spread over it, so that a crowd does not come back in one moment.
 */

const LONGEST_MILLIS = 60_000;

/** @param {number} random in [0, 1) */
export function afterAnswer(nextPollMillis, random) {
  return (nextPollMillis || 10_000) * (0.9 + 0.2 * random);
}

/**
 * @param {number} failures in a row, from 1
 * @param {number} retryAfterSeconds as the answer asked for; 0: it did not
 * @param {number} random in [0, 1)
 */
export function afterFailure(failures, retryAfterSeconds, random) {
  if (retryAfterSeconds > 0) return retryAfterSeconds * 1000 * (1 + 0.3 * random);
  return Math.min(LONGEST_MILLIS, 1000 * 2 ** Math.min(failures, 10)) * (0.5 + 0.5 * random);
}

/** When a place of a line that was reset is asked for: all within half a minute. */
export function afterReset(random) {
  return 30_000 * random;
}
