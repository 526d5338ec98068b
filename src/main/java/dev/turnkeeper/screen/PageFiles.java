package dev.turnkeeper.screen;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the page loads: its looks, and its scripts as one. Made once, at start. */
final class PageFiles {

    static final String CSS = "page.css";
    static final String SCRIPT = "page.js";

    private final Map<String, PageFile> byName = Stream.of(
                    PageFile.of(CSS, "text/css; charset=utf-8", Sources.read(CSS)),
                    PageFile.of(SCRIPT, "text/javascript; charset=utf-8", Sources.joined(SCRIPT)))
            .collect(Collectors.toMap(PageFile::name, Function.identity()));

    Optional<PageFile> find(String name) {
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
