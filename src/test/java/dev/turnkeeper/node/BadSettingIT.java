package dev.turnkeeper.node;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only the application can judge of the settings ends the process too, with the reason, before anybody is answered. */
@Timeout(180)
class BadSettingIT {

    @Test
    void hostsOfTheGate_thatAreNone_endTheStart() {
        Map<String, String> settings = Map.of("TURNKEEPER_UNMATCHED_DENY", "shop.example.com, not a host");
        IllegalStateException ended = assertThrows(
                IllegalStateException.class, () -> NodeProcess.start(settings).close());
        String told = String.valueOf(ended.getMessage());
        assertTrue(told.contains("ended with 2:"), told);
        assertTrue(told.contains("does not start: TURNKEEPER_UNMATCHED_DENY holds \"not a host\""), told);
    }
}
