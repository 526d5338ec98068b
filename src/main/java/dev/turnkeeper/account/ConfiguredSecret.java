package dev.turnkeeper.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** A secret among the settings: itself, or in a file that a second setting names. */
public final class ConfiguredSecret {

    private ConfiguredSecret() {}

    /**
     * @param name as {@code turnkeeper.admin-key}
     * @return empty where it is not set, or blank
     * @throws IllegalArgumentException where the file cannot be read, naming the setting
     */
    public static Optional<String> read(Config config, String name) {
        Optional<String> itself = given(config.getOptionalValue(name, String.class));
        return itself.isPresent()
                ? itself
                : given(config.getOptionalValue(name + "-file", String.class)).flatMap(file -> readFile(name, file));
    }

    private static Optional<String> readFile(String name, String file) {
        try {
            return given(Optional.of(Files.readString(Path.of(file))));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT) + "_FILE names " + file
                            + ", which cannot be read",
                    unreadable);
        }
    }

    private static Optional<String> given(Optional<String> setting) {
        return setting.map(String::strip).filter(text -> !text.isEmpty());
    }
}
