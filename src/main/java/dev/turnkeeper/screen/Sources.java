package dev.turnkeeper.screen;

import dev.turnkeeper.answer.PackagedFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of {@code web-waiting-page/}, as they were packaged. */
final class Sources {

    private static final String FOLDER = "/web-waiting-page/";
    private static final Pattern IMPORT =
            Pattern.compile("^import \\{[^}]*\\} from \"\\./([\\w.-]+)\";\\R", Pattern.MULTILINE);
    private static final Pattern EXPORT =
            Pattern.compile("^export (?=const |function |async function )", Pattern.MULTILINE);
    private static final Pattern COMMENT =
            Pattern.compile("^\\s*(/\\*\\*.*?\\*/|//[^\\n]*)\\s*?$\\R?", Pattern.MULTILINE | Pattern.DOTALL);

    private Sources() {}

    static String read(String name) {
        return new String(PackagedFile.read(FOLDER + name), StandardCharsets.UTF_8);
    }

    /**
     * A module and all it imports as one script, so that a phone asks once. The modules keep to two rules that make this
     * plain text work: names at the top of a module are unique among all, and imports name what they want in braces.
     */
    static String joined(String main) {
        Map<String, String> modules = new LinkedHashMap<>();
        collect(main, modules);
        return String.join("", modules.values());
    }

    private static void collect(String name, Map<String, String> modules) {
        if (modules.containsKey(name)) {
            return;
        }
        String source = read(name);
        Matcher imports = IMPORT.matcher(source);
        while (imports.find()) {
            collect(imports.group(1), modules);
        }
        String body = IMPORT.matcher(source).replaceAll("");
        modules.put(name, COMMENT.matcher(EXPORT.matcher(body).replaceAll("")).replaceAll(""));
    }
}
