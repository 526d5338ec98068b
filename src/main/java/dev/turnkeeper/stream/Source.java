package dev.turnkeeper.stream;

/** What many streams tell of, such as a room: equal ones are the same. Asked four times a second, however many they are. */
public interface Source {

    /** Cheap; as long as it stays the same, there is hardly anything new to look at. */
    long version();
}
