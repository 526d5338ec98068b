package dev.turnkeeper.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the console says. Of two texts by one name JavaScript takes the later one, without a word. */
class TextsTest {

    private static final Pattern TEXT = Pattern.compile("^  \"?([\\w.-]+)\"?: \\{ en: \".+\", ko: \".+\" },$");

    @Test
    void eachText_hasANameOfItsOwn_andBothLanguages() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("web-console", "texts.js"));
        List<String> texts = lines.subList(lines.indexOf("const TEXTS = {") + 1, lines.indexOf("};"));
        Set<String> names = new HashSet<>();
        List<String> faults = new ArrayList<>();
        for (String line : texts) {
            Matcher text = TEXT.matcher(line);
            if (!text.matches() || !names.add(text.group(1))) {
                faults.add(line);
            }
        }
        assertEquals(List.of(), faults);
        assertTrue(names.size() > 200, "read " + names.size());
    }
}
