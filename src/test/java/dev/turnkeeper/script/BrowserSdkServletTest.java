package dev.turnkeeper.script;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.turnkeeper.answer.PackagedFile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BrowserSdkServletTest {

    @Test
    void packaged_isSmall() {
        PackagedFile sdk = BrowserSdkServlet.packaged();
        assertTrue(sdk.zipped().length <= 8192, sdk.zipped().length + " bytes");
        assertTrue(new String(sdk.plain(), StandardCharsets.UTF_8).contains("/api/v1/visits"));
    }
}
