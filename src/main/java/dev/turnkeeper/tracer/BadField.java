package dev.turnkeeper.tracer;

/**
 * One thing wrong with a request.
 *
 * @param field the name of the field; empty where no single field is to blame
 * @param reason one word for the metrics
 * @param detail what was wrong, and what would be right
 */
record BadField(String field, String reason, String detail) {}
