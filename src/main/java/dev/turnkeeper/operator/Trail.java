package dev.turnkeeper.operator;

import dev.turnkeeper.account.Account;
import dev.turnkeeper.account.AccountChange;
import dev.turnkeeper.account.ApiKey;
import dev.turnkeeper.account.ApiKeys;
import dev.turnkeeper.account.Who;
import dev.turnkeeper.audit.AuditEvent;
import dev.turnkeeper.audit.AuditLog;
import dev.turnkeeper.defence.AccessRules;
import dev.turnkeeper.defence.Block;
import dev.turnkeeper.defence.Blocks;
import dev.turnkeeper.notice.Watch;
import dev.turnkeeper.notice.Webhook;
import dev.turnkeeper.notice.Webhooks;
import dev.turnkeeper.room.Room;
import dev.turnkeeper.room.RoomChange;
import dev.turnkeeper.room.RoomFields;
import dev.turnkeeper.room.RoomId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Leaves in the audit log what this request has changed: of each thing the fields that differ. */
@Dependent
class Trail {

    private final AuditLog log;
    private final Watch watch;
    private final HttpServletRequest request;

    @Inject
    Trail(AuditLog log, Watch watch, HttpServletRequest request) {
        this.log = log;
        this.watch = watch;
        this.request = request;
    }

    /** @return the change, so that its caller goes on with it */
    RoomChange room(String action, RoomChange change) {
        if (change.kind() == RoomChange.Kind.DONE) {
            Room room = change.after().or(change::before).orElseThrow();
            write(
                    "room." + action,
                    "room " + room.id(),
                    Optional.of(room.id().value()),
                    change.before().map(Trail::fields),
                    change.after().map(Trail::fields));
            tell(change);
        }
        return change;
    }

    /** Whoever wants to hear of limits hears by whom. */
    private void tell(RoomChange change) {
        change.before()
                .flatMap(before -> change.after().filter(after -> after.limit() != before.limit()))
                .ifPresent(after -> watch.limitChanged(
                        after.id().value(),
                        after.version(),
                        change.before().orElseThrow().limit(),
                        after.limit(),
                        Optional.of(name())));
    }

    AccountChange account(String action, AccountChange change, boolean newPassword) {
        Account account = change.after().or(change::before).orElseThrow();
        Optional<Map<String, @Nullable Object>> after = change.after().map(Trail::fields);
        if (newPassword) {
            after.ifPresent(fields -> fields.put("password", "changed"));
        }
        write(
                "account." + action,
                "account " + account.name(),
                Optional.empty(),
                change.before().map(Trail::fields),
                after);
        return change;
    }

    ApiKeys.Change apiKey(String action, ApiKeys.Change change) {
        ApiKey key = change.after().or(change::before).orElseThrow();
        write(
                "api-key." + action,
                "api-key " + key.id(),
                Optional.empty(),
                change.before().map(Trail::fields),
                change.after().map(Trail::fields));
        return change;
    }

    Webhooks.Change webhook(String action, Webhooks.Change change) {
        Webhook webhook = change.after().or(change::before).orElseThrow();
        write(
                "webhook." + action,
                "webhook " + webhook.id(),
                Optional.empty(),
                change.before().map(WebhookFields::lasting),
                change.after().map(WebhookFields::lasting));
        return change;
    }

    Blocks.Change block(String action, Blocks.Change change) {
        Block block = change.after().or(change::before).orElseThrow();
        write(
                "block." + action,
                "block " + block.id(),
                Optional.of(block.room().value()),
                change.before().map(BlockFields::lasting),
                change.after().map(BlockFields::lasting));
        return change;
    }

    AccessRules.Change accessRule(String action, AccessRules.Change change) {
        AccessRules.Placed placed = change.after().or(change::before).orElseThrow();
        write(
                "access-rule." + action,
                "access-rule " + placed.rule().id(),
                placed.rule().room().map(RoomId::value),
                change.before().map(RuleFields::written),
                change.after().map(RuleFields::written));
        return change;
    }

    /** Of no room alone. */
    void changed(
            String action, String target, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        write(action, target, Optional.empty(), Optional.of(before), Optional.of(after));
    }

    /** What has no before that is worth keeping. */
    void done(String action, String target, Optional<String> room, Map<String, @Nullable Object> after) {
        write(action, target, room, Optional.empty(), Optional.of(after));
    }

    /** Of one visitor of a room, who is not named. */
    void visitor(String action, String room, String target, Map<String, @Nullable Object> after) {
        done("visitor." + action, target, Optional.of(room), after);
    }

    private void write(
            String action,
            String target,
            Optional<String> room,
            Optional<Map<String, @Nullable Object>> before,
            Optional<Map<String, @Nullable Object>> after) {
        Optional<String> reason = request.getAttribute(ReasonFilter.ATTRIBUTE) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
        log.record(new AuditEvent(
                name(),
                action,
                target,
                room,
                before.map(fields -> json(differing(fields, after))),
                after.map(fields -> json(differing(fields, before))),
                reason));
    }

    private String name() {
        return Who.of(request).map(Who::name).orElse("nobody");
    }

    /** All of them where there is nothing to compare them with. */
    private static Map<String, @Nullable Object> differing(
            Map<String, @Nullable Object> fields, Optional<Map<String, @Nullable Object>> other) {
        Map<String, @Nullable Object> differing = new LinkedHashMap<>(fields);
        other.ifPresent(others -> differing
                .entrySet()
                .removeIf(field -> others.containsKey(field.getKey())
                        && Objects.equals(others.get(field.getKey()), field.getValue())));
        return differing;
    }

    private static String json(Map<String, @Nullable Object> fields) {
        return new String(Json.bytes(fields), StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> fields(Room room) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(RoomFields.write(room));
        fields.put("generation", room.generation());
        fields.put("servingIncrement", room.servingIncrement());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Account account) {
        return new LinkedHashMap<>(AccountFields.written(account));
    }

    private static Map<String, @Nullable Object> fields(ApiKey key) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(ApiKeyFields.written(key, Instant.EPOCH));
        fields.remove("expired");
        return fields;
    }
}
