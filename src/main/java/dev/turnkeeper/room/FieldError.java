package dev.turnkeeper.room;

/**
 * What is wrong with one field: the rule, the value found, the remedy.
 *
 * @param field its path, as {@code routes[0].host}
 */
public record FieldError(String field, String detail) {}
