package dev.turnkeeper.pass;

/** Why a hand-over token is not taken. */
public enum HandOverFault {
    MALFORMED,
    FORGED,
    WRONG_ROOM,
    EXPIRED,
    WRONG_VISITOR,
    /** It counted already, here or on another node. */
    USED
}
