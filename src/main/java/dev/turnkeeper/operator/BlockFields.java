package dev.turnkeeper.operator;

import dev.turnkeeper.account.Who;
import dev.turnkeeper.defence.Block;
import dev.turnkeeper.defence.BlockTarget;
import dev.turnkeeper.defence.Blocks;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Blocks as they are read and written. */
final class BlockFields {

    static final List<String> FIELDS = List.of("room", "loginId", "ip", "seconds");

    private static final long USUAL_SECONDS = 300;
    private static final int LONGEST_DAYS = 30;
    private static final int LONGEST_SECONDS = LONGEST_DAYS * 24 * 60 * 60;
    private static final int LONGEST_LOGIN = 2_048;

    static final String LOGIN_RULE = "must be what the visitor's client sends, of 1 to " + LONGEST_LOGIN
            + " characters, and none that is invisible";

    private BlockFields() {}

    /** Whom somebody wants to block. @param login where there are no addresses */
    record Whom(String login, Optional<BlockTarget> addresses) {}

    static String room(BodyFields body, Rooms rooms) {
        return body.needText(
                "room",
                text -> RoomId.parse(text).flatMap(rooms::configured).isPresent(),
                "must be the id of a room that there is");
    }

    static Whom whom(BodyFields body) {
        Optional<String> login = body.text("loginId", BlockFields::isLogin, LOGIN_RULE);
        Optional<String> ip = body.text(
                "ip",
                text -> BlockTarget.ofAddresses(text).isPresent(),
                "must be an IPv4 or IPv6 address, or a range such as 203.0.113.0/24 (/8 or narrower, of IPv6 /16)");
        if (body.has("loginId") == body.has("ip")) {
            body.wrong("loginId", "is required, or ip: give exactly one of the two");
        }
        return new Whom(login.orElse(""), ip.flatMap(BlockTarget::ofAddresses));
    }

    static long seconds(BodyFields body) {
        return body.number(
                        "seconds",
                        1,
                        LONGEST_SECONDS,
                        "must be a whole number from 1 to " + LONGEST_SECONDS + ", " + LONGEST_DAYS + " days")
                .orElse(USUAL_SECONDS);
    }

    static boolean isLogin(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_LOGIN
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    static Map<String, @Nullable Object> written(Block block, long secondsLeft) {
        Map<String, @Nullable Object> fields = lasting(block);
        fields.put("secondsLeft", secondsLeft);
        return fields;
    }

    /** Without what changes by itself. */
    static Map<String, @Nullable Object> lasting(Block block) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", block.id());
        fields.put("room", block.room().value());
        fields.put(block.target().isLogin() ? "loginId" : "ip", block.target().toString());
        fields.put("seconds", block.seconds());
        fields.put("createdAt", block.createdAt().toString());
        fields.put("createdBy", block.createdBy());
        return fields;
    }

    /** A key that is for other rooms neither makes nor sees it. */
    static void mustBeSeen(Who who, RoomId room) {
        if (!who.maySee(room.value())) {
            throw ScopeFilter.outside(who);
        }
    }

    /** Comes back only where it was done. */
    static Blocks.Change done(Blocks.Change change) {
        return switch (change.kind()) {
            case DONE -> change;
            case NO_SUCH_BLOCK -> throw noSuchBlock();
            case TOO_MANY ->
                throw ProblemException.typed(
                        409,
                        "too-many-blocks",
                        "There are many blocks already",
                        "There are " + Blocks.MOST + " blocks, as many as there may be: lift some, or block a range");
            case TOO_MANY_RANGES ->
                throw ProblemException.typed(
                        409,
                        "too-many-blocks",
                        "There are many ranges already",
                        "There are " + Blocks.MOST_RANGES
                                + " blocked ranges of addresses, as many as there may be: lift some");
            case NO_MAJORITY -> throw Unanswered.change("the blocks");
        };
    }

    static ProblemException noSuchBlock() {
        return ProblemException.of(
                404, "There is no such block, or no longer: GET /api/v1/admin/blocks lists those there are");
    }
}
