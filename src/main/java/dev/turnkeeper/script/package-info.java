/**
 * The browser SDK as the node serves it, under {@code /sdk/}. Its sources are in {@code sdk/javascript}; what is served is made
 * of them beforehand and packaged. Imports nothing of ours. Law: everybody may have it, from any origin, and any cache may keep
 * it for a while.
 */
@NullMarked
package dev.turnkeeper.script;

import org.jspecify.annotations.NullMarked;
