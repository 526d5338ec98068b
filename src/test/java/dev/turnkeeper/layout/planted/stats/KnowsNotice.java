package dev.turnkeeper.layout.planted.stats;

public final class KnowsNotice {
    dev.turnkeeper.layout.planted.notice.KnowsStats other;
}
