/**
 * The operator's console, {@code /console/}: files of {@code web-console/} and of the libraries it is made with. Everything it shows
 * and does goes through the management API, with the operator's own login; so anybody may load the files. Imports nothing of the
 * domain.
 */
@NullMarked
package dev.turnkeeper.console;

import org.jspecify.annotations.NullMarked;
