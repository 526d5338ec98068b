package dev.turnkeeper.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** The example that the makers of Standard Webhooks test their libraries with. */
    @Test
    void example_isSignedAsPublished() {
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        Instant at = Instant.ofEpochSecond(1_614_265_330L);
        String expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assertEquals(expected, Signature.of(List.of(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body));
        assertEquals(
                expected + " " + expected,
                Signature.of(List.of(SECRET, SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", at.plusMillis(999), body));
    }

    @Test
    void secret_isWrittenAsReceiversReadIt() {
        assertEquals("whsec_AQL/", Signature.secret(new byte[] {1, 2, -1}));
    }
}
