package dev.turnkeeper.console;

import dev.turnkeeper.answer.PackagedFile;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the console is made of, by the path below {@code /console/}. */
final class ConsoleFiles {

    private static final String OURS = "/web-console/";
    private static final String LIBRARIES = "/META-INF/resources/webjars/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private static final Map<String, String> TYPES =
            Map.of("html", "text/html; charset=utf-8", "css", "text/css; charset=utf-8", "js", SCRIPT);

    /** Everything that may be asked for, and where it lies. */
    private static final Map<String, String> RESOURCES = Stream.concat(
                    Stream.of(
                                    "index.html",
                                    "console.css",
                                    "console.js",
                                    "access.js",
                                    "accounts.js",
                                    "api.js",
                                    "audit.js",
                                    "blocks.js",
                                    "chart.js",
                                    "dashboard.js",
                                    "emergency.js",
                                    "events.js",
                                    "form.js",
                                    "grid.js",
                                    "keys.js",
                                    "login.js",
                                    "password.js",
                                    "room.js",
                                    "schedule.js",
                                    "statistics.js",
                                    "texts.js",
                                    "webhooks.js")
                            .map(name -> Map.entry(name, OURS + name)),
                    Stream.of(
                            Map.entry("lib/preact.js", LIBRARIES + "preact/10.28.0/dist/preact.module.js"),
                            Map.entry("lib/hooks.js", LIBRARIES + "preact/10.28.0/hooks/dist/hooks.module.js"),
                            Map.entry("lib/chart.js", LIBRARIES + "chart.js/4.5.1/dist/chart.umd.min.js")))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Map<String, PackagedFile> read = new ConcurrentHashMap<>();

    Optional<PackagedFile> find(String name) {
        return Optional.ofNullable(RESOURCES.get(name))
                .map(resource ->
                        read.computeIfAbsent(name, absent -> PackagedFile.of(type(name), PackagedFile.read(resource))));
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), SCRIPT);
    }
}
