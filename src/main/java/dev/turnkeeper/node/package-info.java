/**
 * The composition root: wiring, start order, banner, health, graceful stop, and the one real clock. May import
 * everything; nobody imports it.
 */
@NullMarked
package dev.turnkeeper.node;

import org.jspecify.annotations.NullMarked;
