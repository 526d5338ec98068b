package dev.turnkeeper.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class BrowserSdkTest {

    @Test
    void packaged_isSmall() throws Exception {
        BrowserSdk sdk = BrowserSdk.packaged();
        assertTrue(sdk.zipped().length <= 8192, sdk.zipped().length + " bytes");
        assertArrayEquals(sdk.plain(), new GZIPInputStream(new ByteArrayInputStream(sdk.zipped())).readAllBytes());
        assertTrue(new String(sdk.plain(), StandardCharsets.UTF_8).contains("/api/v1/visits"));
    }

    @Test
    void etag_followsTheContent() {
        assertEquals(BrowserSdk.of("a").etag(), BrowserSdk.of("a").etag());
        assertNotEquals(BrowserSdk.of("a").etag(), BrowserSdk.of("b").etag());
    }
}
