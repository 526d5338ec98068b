package dev.turnkeeper.screen;

import dev.turnkeeper.answer.PackagedFile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What the page loads: its looks, and its scripts as one. Made once, at start. */
final class PageFiles {

    static final String CSS = "page.css";
    static final String SCRIPT = "page.js";

    private final Map<String, PackagedFile> byName =
            Map.of(CSS, file("text/css", Sources.read(CSS)), SCRIPT, file("text/javascript", Sources.joined(SCRIPT)));

    private static PackagedFile file(String type, String text) {
        return PackagedFile.of(type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    Optional<PackagedFile> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Where a page finds it: names the version, so that caches may keep it for ever. */
    String url(String name) {
        return PageFilesServlet.PATH + name + "?v="
                + find(name)
                        .orElseThrow(() -> new IllegalArgumentException(name))
                        .version();
    }
}
