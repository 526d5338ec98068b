package dev.turnkeeper.pass;

/** Why a visitor login is not believed. */
public enum LoginFault {
    /** No issuer of logins is configured. */
    NOT_CONFIGURED,
    MALFORMED,
    /** Signed with no asymmetric algorithm, or with none at all. */
    ALGORITHM,
    /** No signature of the issuer's present keys. */
    BAD_SIGNATURE,
    /** Another issuer, another audience, without a subject, expired or not valid yet. */
    CLAIMS,
    /** The issuer's keys could not be fetched. */
    NO_KEYS
}
