package dev.turnkeeper.operator;

import dev.turnkeeper.stream.Feed;
import dev.turnkeeper.stream.Moment;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What one operator watches: an event for each room, each second, as long as the login counts. */
final class LiveFeed implements Feed {

    static final String EVENT = "live";

    private final LongSupplier seconds;
    private final BooleanSupplier counts;
    private final Supplier<List<String>> rooms;

    /**
     * @param seconds of a clock
     * @param counts whether the login is still worth something
     * @param rooms the data of each room's event
     */
    LiveFeed(LongSupplier seconds, BooleanSupplier counts, Supplier<List<String>> rooms) {
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
    public long version() {
        return seconds.getAsLong();
    }

    @Override
    public Moment look(boolean heard) {
        return counts.getAsBoolean() ? new Second(seconds.getAsLong(), rooms.get()) : Ended.LOGIN;
    }

    /** @param data of each room */
    private record Second(long second, List<String> rooms) implements Moment {

        @Override
        public Stage stage() {
            return Stage.WAITING;
        }

        /** Far enough from the second before to be told. */
        @Override
        public long rank() {
            return second % 2 == 0 ? 0 : 2;
        }

        @Override
        public String event() {
            return EVENT;
        }

        @Override
        public String data() {
            return rooms.isEmpty() ? "{}" : rooms.get(0);
        }

        @Override
        public List<String> furtherData() {
            return rooms.isEmpty() ? List.of() : rooms.subList(1, rooms.size());
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
        public String event() {
            return "logged-out";
        }

        @Override
        public String data() {
            return "{}";
        }

        @Override
        public String news() {
            return "";
        }
    }
}
