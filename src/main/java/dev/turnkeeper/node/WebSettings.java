package dev.turnkeeper.node;

import dev.turnkeeper.pass.KeyAlgorithm;
import dev.turnkeeper.pass.Logins;
import dev.turnkeeper.pass.PublicUrl;
import dev.turnkeeper.room.WebAddress;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What an operator may set of passes and visitor logins.
 *
 * @param logins whose visitor logins are believed; empty: nobody's
 */
record WebSettings(PublicUrl publicUrl, KeyAlgorithm passAlgorithm, Optional<Logins.Issuer> logins) {

    /** Reads them, and says which one is wrong. */
    @Dependent
    static class Source {

        private final Optional<String> publicUrl;
        private final String passAlgorithm;
        private final Optional<String> loginKeys;
        private final Optional<String> loginIssuer;
        private final Optional<String> loginAudience;

        @Inject
        Source(
                @ConfigProperty(name = "turnkeeper.public-url") Optional<String> publicUrl,
                @ConfigProperty(name = "turnkeeper.pass-algorithm", defaultValue = "ES256") String passAlgorithm,
                @ConfigProperty(name = "turnkeeper.login-jwks") Optional<String> loginKeys,
                @ConfigProperty(name = "turnkeeper.login-issuer") Optional<String> loginIssuer,
                @ConfigProperty(name = "turnkeeper.login-audience") Optional<String> loginAudience) {
            this.publicUrl = publicUrl;
            this.passAlgorithm = passAlgorithm;
            this.loginKeys = given(loginKeys);
            this.loginIssuer = given(loginIssuer);
            this.loginAudience = given(loginAudience);
        }

        private static Optional<String> given(Optional<String> setting) {
            return setting.map(String::strip).filter(text -> !text.isEmpty());
        }

        /** @throws IllegalArgumentException naming what is wrong */
        WebSettings read() {
            return new WebSettings(new PublicUrl(given(publicUrl).map(Source::origin)), algorithm(), logins());
        }

        private static String origin(String text) {
            return WebAddress.origin(text)
                    .orElseThrow(() -> new IllegalArgumentException("TURNKEEPER_PUBLIC_URL is \"" + text
                            + "\": scheme, host and perhaps port are needed, as https://wait.example.com"));
        }

        private KeyAlgorithm algorithm() {
            return Stream.of(KeyAlgorithm.values())
                    .filter(known -> known.name().equals(passAlgorithm.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "TURNKEEPER_PASS_ALGORITHM is \"" + passAlgorithm + "\": ES256 or RS256 is needed"));
        }

        private Optional<Logins.Issuer> logins() {
            if (loginKeys.isEmpty() && loginIssuer.isEmpty() && loginAudience.isEmpty()) {
                return Optional.empty();
            }
            if (loginKeys.isEmpty() || loginIssuer.isEmpty() || loginAudience.isEmpty()) {
                throw new IllegalArgumentException("TURNKEEPER_LOGIN_JWKS, TURNKEEPER_LOGIN_ISSUER and"
                        + " TURNKEEPER_LOGIN_AUDIENCE belong together: set all three, else tokens that the issuer"
                        + " made for somebody else would be believed; or none");
            }
            return Optional.of(new Logins.Issuer(keys(loginKeys.get()), loginIssuer.get(), loginAudience.get()));
        }

        private static URL keys(String text) {
            try {
                URL url = new URI(text).toURL();
                if (url.getProtocol().equals("https")
                        || url.getProtocol().equals("http")
                        || url.getProtocol().equals("file")) {
                    return url;
                }
            } catch (URISyntaxException | MalformedURLException | IllegalArgumentException none) {
                // As bad as one of another kind.
            }
            throw new IllegalArgumentException("TURNKEEPER_LOGIN_JWKS is \"" + text
                    + "\": the URL of the issuer's keys is needed, as https://login.example.com/jwks.json");
        }
    }
}
