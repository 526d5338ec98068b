package dev.turnkeeper.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SourcesTest {

    @Test
    void joined_holdsEveryModuleOnceAndItsImportsFirst() {
        String script = Sources.joined("page.js");
        assertTrue(script.indexOf("const texts =") < script.indexOf("function speak("), "texts before words");
        assertTrue(script.indexOf("function afterAnswer(") < script.indexOf("function step("), "pace before waiting");
        assertEquals(script.indexOf("function rank("), script.lastIndexOf("function rank("));
    }

    @Test
    void joined_isOneScript() {
        String script = Sources.joined("page.js");
        assertFalse(Pattern.compile("^(import|export)\\b", Pattern.MULTILINE)
                .matcher(script)
                .find());
        assertFalse(script.contains("/**"), "comments are for those who read the sources");
    }

    @Test
    void joined_hasNoNameTwice() {
        Matcher names = Pattern.compile("^(?:const|let|(?:async )?function) (\\w+)", Pattern.MULTILINE)
                .matcher(Sources.joined("page.js"));
        List<String> all = new ArrayList<>();
        while (names.find()) {
            all.add(names.group(1));
        }
        assertEquals(new HashSet<>(all).size(), all.size(), () -> "top-level names must be unique: " + all);
    }

    @Test
    void read_saysWhichFileIsMissing() {
        IllegalStateException missing = assertThrows(IllegalStateException.class, () -> Sources.read("gone.js"));
        assertTrue(missing.getMessage().contains("gone.js"));
    }
}
