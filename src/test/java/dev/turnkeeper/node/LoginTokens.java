package dev.turnkeeper.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** An issuer of management logins: ES256, as the node verifies them. */
final class LoginTokens {

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;

    LoginTokens() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.keys = generator.generateKeyPair();
    }

    void writePublicKey(Path file) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(keys.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    String token(String issuer, String role, Instant expires) {
        String head = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"test\"}";
        String claims = "{\"iss\":\"" + issuer + "\",\"sub\":\"kim\",\"upn\":\"kim\",\"jti\":\"" + UUID.randomUUID()
                + "\",\"iat\":" + expires.minusSeconds(3600).getEpochSecond() + ",\"exp\":" + expires.getEpochSecond()
                + ",\"groups\":[\"" + role + "\"]}";
        String signed =
                encode(head.getBytes(StandardCharsets.UTF_8)) + '.' + encode(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + '.' + encode(signature.sign());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK signs with ES256", missing);
        }
    }

    private static String encode(byte[] bytes) {
        return URL.encodeToString(bytes);
    }
}
