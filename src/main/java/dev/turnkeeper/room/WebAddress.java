package dev.turnkeeper.room;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Addresses that operators configure, in one form; empty where the text is none that is safe to use. */
public final class WebAddress {

    private static final int LARGEST_PORT = 65_535;

    private WebAddress() {}

    /** Scheme, host and port as browsers send them in {@code Origin}: lower case, without the scheme's own port. */
    public static Optional<String> origin(String text) {
        return http(text)
                .filter(uri -> uri.getRawQuery() == null && uri.getRawFragment() == null)
                .filter(uri -> uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                .map(WebAddress::origin);
    }

    /** An absolute URL without a login in it. */
    static Optional<String> url(String text) {
        return http(text).map(URI::toASCIIString);
    }

    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean usual = uri.getPort() < 0 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (usual ? "" : ":" + uri.getPort());
    }

    private static Optional<URI> http(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean good = (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getPort() != 0
                    && uri.getPort() <= LARGEST_PORT;
            return good ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }
}
