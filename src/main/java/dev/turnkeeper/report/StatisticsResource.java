package dev.turnkeeper.report;

import dev.turnkeeper.account.Roles;
import dev.turnkeeper.problem.ProblemException;
import dev.turnkeeper.room.RoomId;
import dev.turnkeeper.room.Rooms;
import dev.turnkeeper.stats.Point;
import dev.turnkeeper.stats.Statistics;
import dev.turnkeeper.stats.Step;
import dev.turnkeeper.stats.Tally;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What happened in rooms. */
@Dependent
@Path("stats")
@Produces({MediaType.APPLICATION_JSON, StatisticsResource.CSV})
@RolesAllowed({Roles.STATS, Roles.VIEWER, Roles.OPERATOR, Roles.ADMIN})
public class StatisticsResource {

    static final String CSV = "text/csv";

    private static final int MOST_CHARTS = 10;
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");

    private final Statistics statistics;
    private final Rooms rooms;
    private final InstantSource clock;

    @Inject
    StatisticsResource(Statistics statistics, Rooms rooms, InstantSource clock) {
        this.statistics = statistics;
        this.rooms = rooms;
        this.clock = clock;
    }

    /** One line of a chart. @param names what it is, as fields */
    private record Chart(Map<String, String> names, List<Point> points) {}

    @GET
    @Path("{id}/now")
    @Operation(
            summary = "One second of a room, some three seconds late, when the word of all nodes has come",
            description =
                    "bypassed, blocked and turnedAway: so far in this minute; percentiles: of the last five minutes, in"
                            + " seconds, null where nobody was let in")
    public Response now(@PathParam("id") String id, @Context Request request) {
        String room = known(id);
        Point point = statistics.now(room).point();
        return one(room, point, request);
    }

    @GET
    @Path("{id}/count")
    @Operation(
            summary = "Every counter of a room by name, over all that is kept",
            description = "waiting, inside, serving and issued: as they are now")
    public Response count(@PathParam("id") String id, @Context Request request) {
        String room = known(id);
        Statistics.Now now = statistics.now(room);
        Point total = statistics.total(room, clock.instant());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Tally tally : Tally.values()) {
            fields.put(tally.label(), tally.isPeak() ? now.point().count(tally) : total.count(tally));
        }
        fields.put("serving", now.serving());
        fields.put("issued", now.issued());
        return answer(request, fields, List.of(List.copyOf(fields.keySet()), new ArrayList<>(fields.values())));
    }

    @GET
    @Path("{id}")
    @Operation(
            summary = "A chart of a room",
            description =
                    "from, to: times or dates, of which to is the whole day; step: minute (of the last 40 days), hour,"
                            + " day, week, month, the finest that fits where it is left out; zone: whose clocks and calendar it goes"
                            + " by, UTC where it is left out; metric: names with commas between, all where it is left out. At most"
                            + " 5,000 points; steps in which nothing happened are points too")
    public Response chart(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("step") @Nullable String step,
            @QueryParam("zone") @Nullable String zone,
            @QueryParam("metric") List<String> metric,
            @Context Request request) {
        String room = known(id);
        ZoneId where = Span.zone(zone);
        Metrics metrics = Metrics.of(metric);
        Optional<Step> asked = Span.step(step);
        Span span = Span.of(from, to, asked, where, clock.instant());
        Step fitting = span.fit(asked, where, clock.instant(), 1);
        Span whole = span.aligned(fitting, where);
        List<Point> points = statistics.series(room, fitting, where, whole.from(), whole.to());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("room", room);
        fields.putAll(written(fitting, where));
        fields.putAll(written(whole, where));
        fields.put("points", written(points, metrics, where));
        return answer(request, fields, rows(List.of(new Chart(Map.of("room", room), points)), metrics, where));
    }

    @GET
    @Path("compare")
    @Operation(
            summary = "Several rooms over one time (rooms=a,b), or one room over several (room=a&periods=…/…,…/…)",
            description = "Everything else as in a chart; at most ten, of 5,000 points together")
    public Response compare(
            @QueryParam("rooms") List<String> asked,
            @QueryParam("room") @Nullable String room,
            @QueryParam("periods") List<String> periods,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("step") @Nullable String step,
            @QueryParam("zone") @Nullable String zone,
            @QueryParam("metric") List<String> metric,
            @Context Request request) {
        ZoneId where = Span.zone(zone);
        Metrics metrics = Metrics.of(metric);
        Optional<Step> wanted = Span.step(step);
        List<String> names = split("rooms", asked);
        List<String> times = split("periods", periods);
        if (names.isEmpty() == times.isEmpty()) {
            throw ProblemException.badInput("rooms", "or periods is needed, and not both");
        }
        return times.isEmpty()
                ? compareRooms(
                        names, Span.of(from, to, wanted, where, clock.instant()), wanted, where, metrics, request)
                : comparePeriods(known(room == null ? "" : room), times, wanted, where, metrics, request);
    }

    private Response compareRooms(
            List<String> names, Span span, Optional<Step> wanted, ZoneId where, Metrics metrics, Request request) {
        List<String> rooms = names.stream().map(this::known).toList();
        Step step = span.fit(wanted, where, clock.instant(), rooms.size());
        Span whole = span.aligned(step, where);
        List<Chart> charts = rooms.stream()
                .map(room ->
                        new Chart(Map.of("room", room), statistics.series(room, step, where, whole.from(), whole.to())))
                .toList();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(written(step, where));
        fields.putAll(written(whole, where));
        fields.put(
                "rooms",
                charts.stream().map(chart -> written(chart, metrics, where)).toList());
        return answer(request, fields, rows(charts, metrics, where));
    }

    private Response comparePeriods(
            String room, List<String> times, Optional<Step> wanted, ZoneId where, Metrics metrics, Request request) {
        List<Span> spans =
                times.stream().map(time -> Span.ofPeriod(time, where)).toList();
        Step step = spans.stream()
                .map(span -> span.fit(wanted, where, clock.instant(), times.size()))
                .max(Step::compareTo)
                .orElseThrow();
        List<Chart> charts = spans.stream()
                .map(span -> span.aligned(step, where))
                .map(span ->
                        new Chart(written(span, where), statistics.series(room, step, where, span.from(), span.to())))
                .toList();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("room", room);
        fields.putAll(written(step, where));
        fields.put(
                "periods",
                charts.stream().map(chart -> written(chart, metrics, where)).toList());
        return answer(request, fields, rows(charts, metrics, where));
    }

    /** One that is there, or was; a problem of 404 where there is none. */
    private String known(String id) {
        Optional<RoomId> named = RoomId.parse(id);
        return named.filter(room -> rooms.configured(room).isPresent() || statistics.knows(id))
                .map(RoomId::value)
                .orElseThrow(() -> ProblemException.of(
                        404,
                        "There is no "
                                + named.map(room -> "room " + room.value()).orElse("such room")
                                + ", and there was none lately"));
    }

    private static List<String> split(String field, List<String> lists) {
        List<String> all = lists.stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        if (all.size() > MOST_CHARTS) {
            throw ProblemException.badInput(field, "must not be more than " + MOST_CHARTS);
        }
        return all;
    }

    private static Response one(String room, Point point, Request request) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("room", room);
        fields.put("at", point.at().truncatedTo(ChronoUnit.SECONDS).toString());
        Metrics.EVERY.write(point, fields);
        return answer(request, fields, List.of(List.copyOf(fields.keySet()), new ArrayList<>(fields.values())));
    }

    private static Map<String, String> written(Step step, ZoneId where) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("step", step.label());
        fields.put("zone", where.getId());
        return fields;
    }

    private static Map<String, String> written(Span span, ZoneId where) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("from", written(span.from(), where));
        fields.put("to", written(span.to(), where));
        return fields;
    }

    private static String written(Instant at, ZoneId where) {
        return LOCAL.format(at.atZone(where));
    }

    private static Map<String, @Nullable Object> written(Chart chart, Metrics metrics, ZoneId where) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(chart.names);
        fields.put("points", written(chart.points, metrics, where));
        return fields;
    }

    private static List<Map<String, @Nullable Object>> written(List<Point> points, Metrics metrics, ZoneId where) {
        return points.stream()
                .map(point -> {
                    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                    fields.put("at", written(point.at(), where));
                    metrics.write(point, fields);
                    return fields;
                })
                .toList();
    }

    private static List<List<@Nullable Object>> rows(List<Chart> charts, Metrics metrics, ZoneId where) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<String> names = List.copyOf(charts.get(0).names.keySet());
        rows.add(new ArrayList<>(Stream.of(names.stream(), Stream.of("at"), metrics.names().stream())
                .flatMap(name -> name)
                .toList()));
        for (Chart chart : charts) {
            for (Point point : chart.points) {
                List<@Nullable Object> row = new ArrayList<>();
                names.forEach(name -> row.add(chart.names.get(name)));
                row.add(written(point.at(), where));
                metrics.cells(point).forEach(row::add);
                rows.add(row);
            }
        }
        return rows;
    }

    private static Response answer(
            Request request,
            Map<String, @Nullable Object> fields,
            List<? extends List<? extends @Nullable Object>> rows) {
        MediaType csv = MediaType.valueOf(CSV);
        Variant chosen = request.selectVariant(
                Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, csv).build());
        return chosen != null && chosen.getMediaType().isCompatible(csv)
                ? Response.ok(Written.csv(rows), CSV + "; charset=utf-8")
                        .header("Content-Disposition", "attachment; filename=\"statistics.csv\"")
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .build()
                : Response.ok(Written.json(fields), MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .build();
    }
}
