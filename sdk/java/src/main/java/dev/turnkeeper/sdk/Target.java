package dev.turnkeeper.sdk;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request's path and query, with the hand-over token that a visitor brings back from the queue apart. */
record Target(String path, String query, Optional<String> handOver) {

    private static final String PARAMETER = Turnkeeper.HAND_OVER + "=";

    static Target of(String target) {
        int question = target.indexOf('?');
        if (question < 0) {
            return new Target(target, "", Optional.empty());
        }
        String query = target.substring(question + 1);
        return new Target(
                target.substring(0, question),
                query,
                parameters(query)
                        .filter(Target::isHandOver)
                        .findFirst()
                        .map(parameter -> parameter.substring(PARAMETER.length())));
    }

    /** Whether it may stand in a {@code Location}. */
    boolean isClean() {
        return query.chars().noneMatch(Character::isISOControl);
    }

    String withoutHandOver() {
        String rest =
                parameters(query).filter(parameter -> !isHandOver(parameter)).collect(Collectors.joining("&"));
        return rest.isEmpty() ? path : path + "?" + rest;
    }

    private static Stream<String> parameters(String query) {
        return query.isEmpty() ? Stream.empty() : Stream.of(query.split("&"));
    }

    private static boolean isHandOver(String parameter) {
        return parameter.startsWith(PARAMETER);
    }
}
