package dev.turnkeeper.answer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the node itself, ready to be sent.
 *
 * @param type its media type
 * @param version of its content: another content, another version
 */
public record PackagedFile(String type, String version, byte[] plain, byte[] zipped) {

    private static final int VERSION_BYTES = 6;

    public static PackagedFile of(String type, byte[] plain) {
        return new PackagedFile(type, version(plain), plain, Gzip.zip(plain));
    }

    /**
     * What lies in the class path under this name, which begins with a slash.
     *
     * @throws IllegalStateException where the node was packaged without it
     */
    public static byte[] read(String resource) {
        try (InputStream file = PackagedFile.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("the node was packaged without " + resource);
            }
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Quoted; another one for the compressed bytes. */
    public String etag(boolean asZipped) {
        return '"' + version + (asZipped ? "-gz" : "") + '"';
    }

    /** The file as the whole answer, or 304. @param caching what {@code Cache-Control} says */
    public void send(String caching, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean asZipped = Gzip.isTakenBy(request);
        String etag = etag(asZipped);
        response.setHeader("ETag", etag);
        response.setHeader("Vary", "Accept-Encoding");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", caching);
        if (etag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(type);
        if (asZipped) {
            Gzip.mark(response);
        }
        Answers.body(asZipped ? zipped : plain, request, response);
    }

    private static String version(byte[] plain) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain);
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
