package dev.turnkeeper.queue;

/**
 * Why a position holds no place any more. Where two nodes ended one position each in its own way within the same moment,
 * the one named first here stands everywhere.
 */
public enum End {
    REVOKED,
    COMPLETED,
    CANCELLED,
    EXPIRED
}
