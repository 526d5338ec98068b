package dev.turnkeeper.operator;

import dev.turnkeeper.stream.EventText;
import dev.turnkeeper.stream.Feed;
import dev.turnkeeper.stream.Moment;
import dev.turnkeeper.stream.Source;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What one operator watches: an event for each room, each second, as long as the login counts. */
final class LiveFeed implements Feed {

    static final String EVENT = "live";

    private final Source seconds;
    private final BooleanSupplier counts;
    private final Supplier<List<String>> rooms;

    /**
     * @param seconds has another version with each second
     * @param counts whether the login is still worth something
     * @param rooms the data of each room's event
     */
    LiveFeed(Source seconds, BooleanSupplier counts, Supplier<List<String>> rooms) {
        this.seconds = seconds;
        this.counts = counts;
        this.rooms = rooms;
    }

    /** As many streams as somebody likes. */
    @Override
    public Object holder() {
        return this;
    }

    @Override
    public Source source() {
        return seconds;
    }

    @Override
    public Moment look(boolean heard) {
        return counts.getAsBoolean() ? new Second(seconds.version(), rooms.get()) : Ended.LOGIN;
    }

    /** @param data of each room */
    private record Second(long second, List<String> rooms) implements Moment {

        @Override
        public Stage stage() {
            return Stage.FLOWING;
        }

        @Override
        public long rank() {
            return second;
        }

        @Override
        public String text(String id) {
            return rooms.stream().map(data -> EventText.event(EVENT, id, data)).collect(Collectors.joining());
        }

        @Override
        public String news() {
            return "";
        }
    }

    private enum Ended implements Moment {
        LOGIN;

        @Override
        public Stage stage() {
            return Stage.OVER;
        }

        @Override
        public long rank() {
            return 0;
        }

        @Override
        public String text(String id) {
            return EventText.event("logged-out", id, "{}");
        }

        @Override
        public String news() {
            return "";
        }
    }
}
