/**
 * How every error looks: {@code application/problem+json} (RFC 9457), from JAX-RS and from everything around it. Imports
 * the JDK, JAX-RS and servlets. Laws: no HTML, no stack trace, no echo of what was not understood; an error is never
 * cached.
 */
@NullMarked
package dev.turnkeeper.problem;

import org.jspecify.annotations.NullMarked;
