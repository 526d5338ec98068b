package dev.turnkeeper.room;

/** A route that another room already has. */
public record RouteConflict(Route route, RoomId other) {}
