/**
 * How answers are written: JSON by hand, compressed where that is taken, with a length, and without a body for HEAD. Imports
 * nothing of ours; knows nothing of what is answered.
 */
@NullMarked
package dev.turnkeeper.answer;

import org.jspecify.annotations.NullMarked;
