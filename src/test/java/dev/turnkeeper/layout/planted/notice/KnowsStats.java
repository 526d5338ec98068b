package dev.turnkeeper.layout.planted.notice;

public final class KnowsStats {
    dev.turnkeeper.layout.planted.stats.KnowsNotice other;
}
