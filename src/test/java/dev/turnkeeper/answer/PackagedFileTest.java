package dev.turnkeeper.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PackagedFileTest {

    @Test
    void zipped_isTheSameContent() throws IOException {
        PackagedFile file = file("text/css", "p{}".repeat(100));
        assertArrayEquals(file.plain(), new GZIPInputStream(new ByteArrayInputStream(file.zipped())).readAllBytes());
        assertTrue(file.zipped().length < file.plain().length);
    }

    @Test
    void version_isThatOfTheContent() {
        String one = file("t", "one").version();
        assertEquals(one, file("u", "one").version());
        assertNotEquals(one, file("t", "two").version());
    }

    @Test
    void etag_tellsEncodingsApart() {
        PackagedFile file = file("t", "one");
        assertNotEquals(file.etag(true), file.etag(false));
    }

    @Test
    void read_ofWhatIsNotThere_namesIt() {
        IllegalStateException missing =
                assertThrows(IllegalStateException.class, () -> PackagedFile.read("/sdk/no-such-file"));
        assertTrue(missing.getMessage().contains("/sdk/no-such-file"), missing.getMessage());
    }

    private static PackagedFile file(String type, String text) {
        return PackagedFile.of(type, text.getBytes(StandardCharsets.UTF_8));
    }
}
