package dev.turnkeeper.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PageFilesTest {

    @Test
    void url_namesTheVersion() {
        PageFiles files = new PageFiles();
        assertEquals(
                "/wait/_/page.css?v=" + files.find("page.css").orElseThrow().version(), files.url("page.css"));
    }
}
