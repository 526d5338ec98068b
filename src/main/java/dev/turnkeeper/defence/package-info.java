/**
 * Who is calling, and what is kept out before anything is decided: trusted proxies, addresses, blocks. May import room, ticket,
 * state, problem. Laws: no name is ever looked up; what a stranger says about itself is not believed; of a login only a keyed
 * hash is kept.
 */
@NullMarked
package dev.turnkeeper.defence;

import org.jspecify.annotations.NullMarked;
