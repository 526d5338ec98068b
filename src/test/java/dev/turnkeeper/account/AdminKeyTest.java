package dev.turnkeeper.account;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminKeyTest {

    @Test
    void is_trueForTheKeyAlone_withoutTheLineEndOfItsFile() {
        AdminKey key = new AdminKey(Optional.of("secret\n"));
        assertTrue(key.is("secret"));
        assertFalse(key.is("secret2"));
        assertFalse(key.is("secre"));
        assertFalse(key.is("Secret"));
        assertFalse(key.is(""));
    }

    @Test
    void is_falseForEverythingWhereThereIsNone() {
        assertFalse(new AdminKey(Optional.empty()).is(""));
        assertFalse(new AdminKey(Optional.of("")).is(""));
        assertFalse(new AdminKey(Optional.of("  \n")).is(""));
    }
}
