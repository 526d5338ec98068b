/**
 * Who is calling, and what is kept out before anything is decided: trusted proxies, addresses. May import room, state,
 * problem. Laws: no name is ever looked up; what a stranger says about itself is not believed.
 */
@NullMarked
package dev.turnkeeper.defence;

import org.jspecify.annotations.NullMarked;
