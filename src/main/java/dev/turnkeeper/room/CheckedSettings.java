package dev.turnkeeper.room;

import java.util.List;
import java.util.Optional;

/** Settings that hold every rule, or all that is wrong with them. */
public record CheckedSettings(Optional<RoomSettings> settings, List<FieldError> errors) {

    public CheckedSettings {
        errors = List.copyOf(errors);
    }
}
