/**
 * Who may manage: API keys beside MicroProfile JWTs, and the roles they carry. Imports Jakarta Security and MicroProfile
 * Config. Laws: only the management paths ask for a login; a key that was sent and is not known never falls back to
 * anything else.
 */
@NullMarked
package dev.turnkeeper.account;

import org.jspecify.annotations.NullMarked;
