package dev.turnkeeper.operator;

import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomFields;
import dev.turnkeeper.room.RoomTraffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a change would do, without doing it. */
final class DryRun {

    private static final Set<String> TOUCHES_NOBODY = Set.of(
            "id",
            "version",
            "name",
            "tracerDomain",
            "tracerRefusal",
            "bindPassTo",
            "maxPlacesPerAddress",
            "entryPassSeconds",
            "identifyVisitor",
            "corsOrigins",
            "entryUrl",
            "schedule");
    private static final Set<String> TOUCHES_WAITING = Set.of(
            "limit",
            "perMinute",
            "retentionSeconds",
            "maxSilenceSeconds",
            "claimSeconds",
            "failureMode",
            "requeueOnReenter",
            "publish",
            "screen",
            "languages",
            "message");
    private static final Set<String> TOUCHES_INSIDE =
            Set.of("sessionTimeoutSeconds", "maxSessionSeconds", "maxAddressesPerPass", "gateway");

    private DryRun() {}

    /** @param parameter of the query; null where there is none */
    static boolean isAsked(@Nullable String parameter) {
        if (parameter == null || parameter.equals("false")) {
            return false;
        }
        if (parameter.isEmpty() || parameter.equals("true")) {
            return true;
        }
        throw ProblemException.badInput("dryRun", "must be true or false: leave it out to make the change");
    }

    /** @param after empty: it would be deleted */
    static Map<String, Object> answer(Optional<Room> before, Optional<Room> after, RoomTraffic traffic) {
        Map<String, @Nullable Object> was = before.map(RoomFields::write).orElseGet(LinkedHashMap::new);
        Map<String, @Nullable Object> will = after.map(RoomFields::write).orElseGet(LinkedHashMap::new);
        List<Map<String, @Nullable Object>> changes = new ArrayList<>();
        boolean waitingTouched = false;
        boolean insideTouched = false;
        for (String field : (will.isEmpty() ? was : will).keySet()) {
            if (Objects.equals(was.get(field), will.get(field)) || field.equals("version")) {
                continue;
            }
            Map<String, @Nullable Object> change = new LinkedHashMap<>();
            change.put("field", field);
            change.put("before", was.get(field));
            change.put("after", will.get(field));
            changes.add(change);
            waitingTouched |= !TOUCHES_NOBODY.contains(field) && !TOUCHES_INSIDE.contains(field);
            insideTouched |= !TOUCHES_NOBODY.contains(field) && !TOUCHES_WAITING.contains(field);
        }
        long waiting = before.map(room -> traffic.waiting(room.id())).orElse(0L);
        long inside = before.map(room -> traffic.inside(room.id())).orElse(0L);
        Map<String, Object> visitors = new LinkedHashMap<>();
        visitors.put("waiting", waiting);
        visitors.put("inside", inside);
        visitors.put("touched", (waitingTouched ? waiting : 0) + (insideTouched ? inside : 0));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("dryRun", true);
        answer.put("room", before.or(() -> after).orElseThrow().id().value());
        answer.put("changes", changes);
        answer.put("visitors", visitors);
        return answer;
    }
}
