package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LauncherTest {

    @Test
    void knownSettings_areTaken() {
        assertDoesNotThrow(() -> Launcher.needKnown(
                Map.of("TURNKEEPER_HTTP_PORT", "80", "TURNKEEPER_ADMIN_KEY_FILE", "/run/key", "PATH", "/bin"),
                Set.of("turnkeeper.data-dir", "turnkeeper.bundled", "java.home")));
    }

    @Test
    void laterSetting_isRefusedByName() {
        String message = refusal(Map.of("TURNKEEPER_GRID_SECRET", "x"), Set.of());
        assertTrue(message.startsWith("TURNKEEPER_GRID_SECRET is set, but"), message);
        assertTrue(refusal(Map.of(), Set.of("turnkeeper.https-port")).contains("not built yet"));
    }

    @Test
    void misspeltSetting_isRefusedWithWhatThereIs() {
        String message = refusal(Map.of("TURNKEEPER_HTTP_POTR", "80"), Set.of());
        assertTrue(message.startsWith("TURNKEEPER_HTTP_POTR is not a setting"), message);
        assertTrue(message.contains("TURNKEEPER_HTTP_PORT"), message);
        assertTrue(refusal(Map.of(), Set.of("turnkeeper.http.port")).contains("turnkeeper.http-port"));
    }

    @Test
    void emptyVariable_isNone() {
        assertDoesNotThrow(() -> Launcher.needKnown(Map.of("TURNKEEPER_GRID_SECRET", ""), Set.of()));
    }

    private static String refusal(Map<String, String> environment, Set<String> properties) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> Launcher.needKnown(environment, properties))
                        .getMessage());
    }
}
