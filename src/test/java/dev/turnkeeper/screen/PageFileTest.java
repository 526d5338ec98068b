package dev.turnkeeper.screen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PageFileTest {

    @Test
    void zipped_isTheSameContent() throws IOException {
        PageFile file = PageFile.of("a.css", "text/css", "p{}".repeat(100));
        assertArrayEquals(file.plain(), new GZIPInputStream(new ByteArrayInputStream(file.zipped())).readAllBytes());
        assertTrue(file.zipped().length < file.plain().length);
    }

    @Test
    void version_isThatOfTheContent() {
        String one = PageFile.of("a", "t", "one").version();
        assertEquals(one, PageFile.of("b", "t", "one").version());
        assertNotEquals(one, PageFile.of("a", "t", "two").version());
    }

    @Test
    void etag_tellsEncodingsApart() {
        PageFile file = PageFile.of("a", "t", "one");
        assertNotEquals(file.etag(true), file.etag(false));
    }

    @Test
    void url_namesTheVersion() {
        PageFiles files = new PageFiles();
        assertEquals(
                "/wait/_/page.css?v=" + files.find("page.css").orElseThrow().version(), files.url("page.css"));
    }
}
