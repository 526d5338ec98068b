/**
 * The statistics API: charts, comparisons and totals, as JSON and CSV. Thin: parses, asks {@code stats}, answers. Law: the
 * question says what a step is (zone, calendar); nothing is summed up twice.
 */
@NullMarked
package dev.turnkeeper.report;

import org.jspecify.annotations.NullMarked;
