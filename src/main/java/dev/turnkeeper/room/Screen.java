package dev.turnkeeper.room;

import java.util.Optional;

/**
 * How the waiting page looks.
 *
 * @param entry what happens when the turn comes
 * @param html a page of the operator's own, with template variables; empty: the skin's
 */
public record Screen(Skin skin, Entry entry, Optional<String> html) {

    public enum Entry {
        /** The page goes on by itself. */
        AUTO,
        /** The visitor presses a button. */
        BUTTON
    }

    public static final Screen USUAL = new Screen(Skin.PLAIN, Entry.AUTO, Optional.empty());
}
