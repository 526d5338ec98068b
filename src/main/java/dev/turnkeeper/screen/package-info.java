/**
 * The waiting page over HTTP: takes a place for who comes to {@code /wait/<room>}, and shows it as complete HTML, which the
 * scripts of {@code web-waiting-page/} then keep up to date. A front: may import visit, room, ticket, door, defence,
 * problem. Laws: nothing that a preview, a prefetch or a browser without cookies does takes a place; nothing of a visitor or
 * of an operator gets into the page unescaped, an operator's own HTML apart, and that runs no script.
 */
@NullMarked
package dev.turnkeeper.screen;

import org.jspecify.annotations.NullMarked;
