package dev.turnkeeper.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.servlet.annotation.WebServlet;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Paths and their methods, as {@code /openapi} describes them, and as the WAR's classes are mapped. HEAD and OPTIONS go
 * without saying.
 */
final class Described {

    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH");

    private Described() {}

    /** @param document of /openapi, as JSON */
    static Map<String, Set<String>> paths(JsonNode document) {
        Map<String, Set<String>> paths = new TreeMap<>();
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(name -> {
                    String method = name.toUpperCase(Locale.ROOT);
                    if (METHODS.contains(method)) {
                        paths.computeIfAbsent(path.getKey(), key -> new TreeSet<>())
                                .add(method);
                    }
                }));
        return paths;
    }

    /** Of the JAX-RS resources. */
    static Map<String, Set<String>> resources() throws ReflectiveOperationException {
        Map<String, Set<String>> paths = new TreeMap<>();
        for (Class<?> type : of(ApplicationPath.class).toList()) {
            Constructor<?> made = type.getDeclaredConstructor();
            made.setAccessible(true);
            String prefix = type.getAnnotation(ApplicationPath.class).value();
            for (Class<?> resource : ((Application) made.newInstance()).getClasses()) {
                Path path = resource.getAnnotation(Path.class);
                if (path != null) {
                    add(prefix + "/" + path.value(), resource, paths);
                }
            }
        }
        return paths;
    }

    private static void add(String prefix, Class<?> resource, Map<String, Set<String>> paths) {
        for (Method method : resource.getDeclaredMethods()) {
            Path path = method.getAnnotation(Path.class);
            String whole = plain(prefix + (path == null ? "" : "/" + path.value()));
            for (Annotation annotation : method.getAnnotations()) {
                HttpMethod called = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (called != null && METHODS.contains(called.value())) {
                    paths.computeIfAbsent(whole, key -> new TreeSet<>()).add(called.value());
                }
            }
        }
    }

    /** URL patterns of the servlets. */
    static List<String> servlets() {
        return of(WebServlet.class)
                .map(type -> type.getAnnotation(WebServlet.class))
                .flatMap(mapped -> Stream.concat(Arrays.stream(mapped.value()), Arrays.stream(mapped.urlPatterns())))
                .sorted()
                .toList();
    }

    /** The longest part of a pattern that is the same in each of its paths. */
    static String stem(String pattern) {
        return pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    private static String plain(String path) {
        return path.replaceAll("\\{(\\w+)\\s*:[^}]*}", "{$1}").replaceAll("//+", "/");
    }

    private static Stream<Class<?>> of(Class<? extends Annotation> annotation) {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.turnkeeper")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(annotation))
                        .map(JavaClass::reflect);
    }

    /** @param allow the header's value */
    static Set<String> methods(String allow) {
        Set<String> methods = new TreeSet<>(Arrays.asList(allow.split("\\s*,\\s*")));
        methods.retainAll(METHODS);
        return methods;
    }
}
