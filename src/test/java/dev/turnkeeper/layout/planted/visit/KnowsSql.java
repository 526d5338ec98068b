package dev.turnkeeper.layout.planted.visit;

final class KnowsSql {
    java.sql.Connection connection;
}
