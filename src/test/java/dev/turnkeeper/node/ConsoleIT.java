package dev.turnkeeper.node;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.turnkeeper.screen.Chromium;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An operator's console in a real browser, on a real node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {

    private static final String FIRST_PASSWORD = "a password of the test";
    private static final LocatorAssertions.HasTextOptions SLOWLY =
            new LocatorAssertions.HasTextOptions().setTimeout(30_000);

    private static final LocatorAssertions.ContainsTextOptions SLOWLY_IN =
            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);

    private final ExecutorService threads = TracerClient.threads();
    private NodeProcess node;
    private Chromium chromium;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        node = NodeProcess.start(
                Map.of("TURNKEEPER_ADMIN_KEY", RoomAdmin.KEY, "TURNKEEPER_ADMIN_PASSWORD", FIRST_PASSWORD));
        chromium = new Chromium();
    }

    @AfterAll
    void end() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
        if (node != null) {
            node.close();
        }
        threads.shutdownNow();
    }

    @Test
    void operator_makesARoom_watchesACrowd_raisesTheLimit_andSeesItEnter() throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        Page page = console("en-US", 1280, ColorScheme.LIGHT);
        page.onPageError(faults::add);
        page.onConsoleMessage(said -> {
            if (said.type().equals("error")) {
                faults.add(said.text());
            }
        });
        logIn(page);
        assertThat(page.locator("h1")).hasText("Rooms");

        press(page, "New room");
        page.getByLabel("Id (").fill("autumn");
        page.getByLabel("Name").fill("Autumn concert");
        page.getByLabel("Limit").fill("2");
        page.getByLabel("Host").fill(RoomAdmin.hostOf("autumn"));
        page.getByLabel("Path").fill("/buy/**");
        press(page, "Create");
        Locator card = page.locator(".card", new Page.LocatorOptions().setHasText("Autumn concert"));
        assertThat(card.locator("[data-count=waiting]")).hasText("0", SLOWLY);

        TracerClient visitor = new TracerClient(threads);
        for (int i = 0; i < 9; i++) {
            String name = "visitor-" + i;
            Await.until(30, () -> name + " has a place", () -> !visitor.ask(node, RoomAdmin.hostOf("autumn"), name)
                    .held());
        }
        assertThat(card.locator("[data-count=waiting]")).hasText("7", SLOWLY);
        Chromium.assertAccessible(page, "dashboard");
        Chromium.screenshot(page, "console-dashboard");

        card.click();
        assertThat(page.locator("h1")).hasText("Autumn concert");
        assertThat(page.locator(".funnel [data-count=inside]")).hasText("2", SLOWLY);
        page.locator("input[name=limit-number]").fill("5");
        assertThat(page.locator(".done")).hasText(Pattern.compile("^Limit: 2 → 5"), SLOWLY);
        assertThat(page.locator(".funnel [data-count=waiting]")).hasText("4", SLOWLY);
        assertThat(page.locator(".funnel [data-count=inside]")).hasText("5", SLOWLY);
        assertEquals(5, RoomAdmin.read(node, "autumn").body().path("limit").asLong());
        assertThat(page.locator("canvas")).isVisible();
        Chromium.assertAccessible(page, "room");
        Chromium.screenshot(page, "console-room");

        press(page, "Undo");
        assertThat(page.locator("input[name=limit-number]")).hasValue("2");
        assertEquals(2, RoomAdmin.read(node, "autumn").body().path("limit").asLong());

        press(page, "Let in");
        assertThat(page.locator(".funnel [data-count=waiting]")).hasText("0", SLOWLY);
        press(page, "Pause");
        assertThat(page.locator(".state")).hasText("Paused");
        press(page, "Close");
        press(page, "Go on");
        assertThat(page.locator(".state")).hasText("Closed");
        assertEquals(
                "CLOSED", RoomAdmin.read(node, "autumn").body().path("state").asText());
        assertEquals(List.of(), faults, "what the browser complained of");
    }

    @Test
    void emergency_holdsEveryRoom_isSeenOnEveryPage_andIsEnded() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "held", 10).status());
        Page page = console("en-US", 1280, ColorScheme.LIGHT);
        logIn(page);
        Locator card = page.locator(".card", new Page.LocatorOptions().setHasText("held"));
        assertThat(card.locator(".state")).hasText("Active", SLOWLY);
        page.getByText("Emergency switch").click();
        page.locator("input[name=emergency-minutes]").fill("3");
        press(page, "Hold everybody");
        press(page, "Cancel");
        assertThat(page.locator(".emergency")).hasCount(0);
        press(page, "Hold everybody");
        press(page, "Go on");
        assertThat(page.locator(".emergency")).containsText("Emergency: nobody is let in");
        assertThat(page.locator(".emergency")).containsText("ends in 2 min");
        assertThat(card.locator(".state")).hasText("Paused", SLOWLY);
        assertEquals("ACTIVE", RoomAdmin.read(node, "held").body().path("state").asText());
        Chromium.assertAccessible(page, "emergency");
        Chromium.screenshot(page, "console-emergency");
        card.click();
        assertThat(page.locator(".emergency")).isVisible();
        press(page, "End it now");
        assertThat(page.locator(".emergency")).hasCount(0);
    }

    @Test
    void auditLog_tellsWhoChangedWhat() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "audited", 10).status());
        assertEquals(200, RoomAdmin.setLimit(node, "audited", 20).status());
        Page page = console("ko-KR", 390, ColorScheme.LIGHT);
        logIn(page);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("감사 기록"))
                .click();
        Locator entries = page.locator(".audit li");
        assertThat(entries.first()).containsText("room audited");
        page.locator("input[name=audit-room]").fill("audited");
        press(page, "보기");
        assertThat(entries).hasCount(2);
        assertThat(entries.first()).containsText("room.patch · room audited");
        assertThat(entries.first()).containsText("\"limit\":20");
        assertThat(entries.nth(1)).containsText("room.create");
        Chromium.assertAccessible(page, "audit");
        Chromium.screenshot(page, "console-audit");
    }

    @Test
    void accessRules_areMadeMovedAskedAndDeleted() {
        Page page = console("ko-KR", 390, ColorScheme.DARK);
        logIn(page);
        follow(page, "접근 규칙");
        Locator rules = page.locator(".access ol li");
        assertThat(page.locator(".access")).containsText("규칙이 없습니다");
        page.locator("input[name=rule-ip]").fill("203.0.113");
        press(page, "만들기");
        assertThat(page.locator(".field:has(input[name=rule-ip]) .wrong")).containsText("IPv4");
        page.locator("input[name=rule-ip]").fill("203.0.113.0/24");
        press(page, "만들기");
        assertThat(rules).hasCount(1);
        page.locator("select[name=rule-action]").selectOption("EXPRESS");
        page.locator("input[name=rule-login]").fill("<b>kim");
        page.locator("input[name=rule-note]").fill("VIP");
        press(page, "만들기");
        assertThat(rules).hasCount(2);
        assertThat(rules.nth(1)).containsText("<b***");
        assertThat(rules.nth(1)).containsText("VIP");
        page.getByLabel("위로: 2").click();
        assertThat(rules.first()).containsText("EXPRESS: 바로 입장");
        page.locator("input[name=test-ip]").fill("203.0.113.9");
        press(page, "확인");
        assertThat(page.locator(".access form [role=status]")).containsText("DENY: 입장 거부");
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                "nothing sticks out to the side");
        Chromium.assertAccessible(page, "access");
        Chromium.screenshot(page, "console-access-phone");
        for (int left = 1; left >= 0; left--) {
            page.getByLabel("삭제: 1").click();
            press(page, "진행");
            assertThat(rules).hasCount(left);
        }
    }

    @Test
    void block_isMadeAndLifted_andAViewerSeesItAlone() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "guarded", 10).status());
        Page page = console("ko-KR", 390, ColorScheme.DARK);
        logIn(page);
        page.navigate(node.uri("/console/#/rooms/guarded").toString());
        Locator blocks = page.locator(".blocks");
        assertThat(blocks).containsText("차단된 방문자가 없습니다.");
        page.locator("input[name=block-who]").fill("<b>kim");
        page.locator("input[name=block-minutes]").fill("3");
        press(page, "차단하기");
        assertThat(blocks.locator("li code")).hasText("<b***");
        assertThat(blocks.locator("li")).containsText(Pattern.compile("[23]분 \\d+초 남음"));
        assertThat(page.locator("input[name=block-who]")).hasValue("");
        page.locator("select[name=block-kind]").selectOption("ip");
        page.locator("input[name=block-who]").fill("203.0.113");
        press(page, "차단하기");
        assertThat(blocks.locator("[role=alert]")).containsText("IPv4");
        page.locator("input[name=block-who]").fill("203.0.113.7");
        press(page, "차단하기");
        assertThat(blocks.locator("li code")).hasText(new String[] {"<b***", "203.0.113.x"});
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                "nothing sticks out to the side");
        Chromium.assertAccessible(page, "blocks");
        Chromium.screenshot(page, "console-blocks-phone");

        assertEquals(
                201,
                ManagementClient.key(node, RoomAdmin.KEY)
                        .call(
                                "POST",
                                "/admin/accounts",
                                "{\"name\": \"onlooker\", \"password\": \"long enough\", \"roles\": [\"viewer\"]}")
                        .status());
        Page viewer = console("en-US", 1280, ColorScheme.LIGHT);
        viewer.getByLabel("Name").fill("onlooker");
        viewer.locator("input[type=password]").fill("long enough");
        viewer.keyboard().press("Enter");
        assertThat(viewer.locator("h1")).hasText("Rooms", SLOWLY);
        viewer.navigate(node.uri("/console/#/rooms/guarded").toString());
        assertThat(viewer.locator(".blocks li")).hasCount(2);
        assertThat(viewer.locator(".blocks button")).hasCount(0);

        blocks.locator("li").first().locator("button").click();
        assertThat(blocks.locator("li code")).hasText(new String[] {"203.0.113.x"});
        assertThat(viewer.locator(".blocks li"))
                .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
    }

    @Test
    void admin_makesAnAccount_whichLogsIn_changesItsPassword_andIsDeleted() throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        Page page = console("en-US", 1280, ColorScheme.LIGHT);
        page.onPageError(faults::add);
        logIn(page);
        follow(page, "Accounts and keys");
        press(page, "New account");
        page.locator("input[name=account-name]").fill("no spaces, please");
        page.locator("input[name=account-password]").fill("short");
        press(page, "Create");
        assertThat(page.locator(".field:has(input[name=account-name]) .wrong")).containsText("must be 1 to 64");
        assertThat(page.locator(".field:has(input[name=account-password]) .wrong"))
                .containsText("must have 8 to 256");
        assertThat(page.locator("input[name=account-name]")).hasAttribute("aria-invalid", "true");
        Chromium.assertAccessible(page, "a form with mistakes");
        Chromium.screenshot(page, "console-accounts-wrong");
        String markup = "<img/src=x>";
        page.locator("input[name=account-name]").fill(markup);
        press(page, "Create");
        assertThat(page.locator(".field:has(input[name=account-name]) .wrong")).containsText("must be 1 to 64");
        page.locator("input[name=account-name]").fill("min");
        page.locator("input[name=account-password]").fill("a first password");
        press(page, "Create");
        assertThat(page.locator(".told").first()).hasText("The account min is made.");
        Locator account = entry(page, "min");
        assertThat(account.locator(".badges")).hasText("viewer");
        Chromium.screenshot(page, "console-accounts");

        Page other = console("ko-KR", 390, ColorScheme.DARK);
        logIn(other, "min", "a first password");
        assertThat(other.getByRole(AriaRole.LINK, named("그리드"))).isVisible();
        assertThat(other.getByRole(AriaRole.LINK, named("계정과 키"))).hasCount(0);
        other.navigate(node.uri("/console/#/accounts").toString());
        assertThat(other.locator("main")).containsText("admin 역할만 볼 수 있는 페이지입니다.");
        follow(other, "min");
        other.locator("input[name=password-before]").fill("not the password");
        other.locator("input[name=password-chosen]").fill("a second password");
        other.locator("input[name=password-again]").fill("a second passwort");
        assertThat(other.locator(".wrong")).hasText("위와 다릅니다");
        other.locator("input[name=password-again]").fill("a second password");
        press(other, "변경");
        assertThat(other.locator(".field:has(input[name=password-before]) .wrong"))
                .containsText("is not the password as it is now");
        Chromium.assertAccessible(other, "my password");
        Chromium.screenshot(other, "console-password-phone");
        other.locator("input[name=password-before]").fill("a first password");
        // The old login ends before there is a new one; what the console looks at all the time is refused meanwhile.
        other.route("**/api/v1/login", route -> {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
            route.resume();
        });
        press(other, "변경");
        assertThat(other.locator(".told")).containsText("비밀번호를 변경했습니다", SLOWLY_IN);
        assertThat(other.locator(".pulse")).containsText("실시간", SLOWLY_IN);
        assertEquals(
                200,
                ManagementClient.login(node, "min", "a second password", Map.of())
                        .status());

        account.getByText("Change roles").click();
        account.locator("input[name=role-operator]").check();
        account.getByText("Save").click();
        assertThat(page.locator(".told").first()).hasText("The account min is changed.");
        assertThat(account.locator(".badges")).hasText("operatorviewer");
        account.getByText("Give a new password").click();
        account.locator("input[name=given-password]").fill("a third password");
        account.getByText("Save").click();
        assertThat(account).containsText("has to change the password at the next login");
        press(page, "Delete: min");
        press(page, "Cancel");
        assertThat(account).isVisible();
        press(page, "Delete: min");
        press(page, "Go on");
        assertThat(page.locator(".told").first()).hasText("The account min is deleted.");
        assertThat(account).hasCount(0);
        assertEquals(
                401,
                ManagementClient.login(node, "min", "a third password", Map.of())
                        .status());
        assertEquals(List.of(), faults, "what the browser complained of");
    }

    @Test
    void key_isShownOnce_works_isChanged_andDeleted() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "keyed", 3).status());
        assertEquals(201, RoomAdmin.create(node, "other", 3).status());
        Page page = console("ko-KR", 1280, ColorScheme.DARK);
        logIn(page);
        follow(page, "계정과 키");
        press(page, "새 API 키");
        page.locator("input[name=key-name]").fill("<b>deployment</b>");
        page.locator("input[name=key-rooms]").fill("keyed, Other!");
        page.locator("input[name=key-ends]").fill("2001-01-01");
        press(page, "만들기");
        assertThat(page.locator(".field:has(input[name=key-rooms]) .wrong")).containsText("must be a list");
        assertThat(page.locator(".field:has(input[name=key-ends]) .wrong")).containsText("must be a time like");
        page.locator("input[name=key-rooms]").fill("keyed");
        page.locator("input[name=key-ends]").fill("");
        press(page, "만들기");
        String made = page.locator("input[name=made-key]").inputValue();
        press(page, "복사");
        assertThat(page.locator(".made .told")).hasText("복사했습니다.");
        Locator key = entry(page, "<b>deployment</b>");
        assertThat(key).containsText("keyed");
        Chromium.assertAccessible(page, "keys");
        Chromium.screenshot(page, "console-keys-dark");
        page.setViewportSize(390, 900);
        assertNothingSticksOut(page);
        Chromium.screenshot(page, "console-keys-phone");

        ManagementClient program = ManagementClient.key(node, made);
        assertEquals(200, program.get("/admin/rooms/keyed").status());
        assertEquals(403, program.get("/admin/rooms/other").status());
        press(page, "변경: <b>deployment</b>");
        page.locator("input[name=key-rooms]").fill("keyed other");
        page.locator("input[name=key-name]").fill("deployment");
        press(page, "저장");
        assertThat(entry(page, "deployment")).containsText("keyed, other");
        assertEquals(200, program.get("/admin/rooms/other").status());
        press(page, "확인");
        assertThat(page.locator("input[name=made-key]")).hasCount(0);
        page.reload();
        assertThat(entry(page, "deployment")).isVisible();
        assertFalse(page.content().contains(made), "shown once");
        press(page, "삭제: deployment");
        press(page, "진행");
        assertThat(entry(page, "deployment")).hasCount(0);
        assertEquals(401, program.get("/admin/rooms/keyed").status());
    }

    @Test
    void webhook_showsItsSecretOnce_isTested_andItsDeadLetterIsSeen() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "hooked", 3).status());
        Page page = console("ko-KR", 1280, ColorScheme.LIGHT);
        logIn(page);
        follow(page, "웹훅");
        press(page, "새 웹훅");
        page.locator("input[name=webhook-name]").fill("<b>pager</b>");
        page.locator("input[name=webhook-url]").fill("http://127.0.0.1:1/");
        page.locator("input[name='event-limit.changed']").check();
        page.locator("input[name=webhook-tries]").fill("1");
        press(page, "만들기");
        assertThat(page.locator(".field:has(input[name=webhook-url]) .wrong")).containsText("internal address");
        page.locator("input[name=webhook-url]").fill("https://hooks.invalid/turnkeeper");
        press(page, "만들기");
        assertThat(page.locator("input[name=made-key]")).hasValue(Pattern.compile("whsec_.{44}"));
        press(page, "확인");
        Locator webhook = entry(page, "<b>pager</b>");
        assertThat(webhook).containsText("설정 인원 변경");
        press(page, "시험 전송: <b>pager</b>");
        assertThat(webhook.locator(".fault")).containsText("its name leads nowhere", SLOWLY_IN);

        assertEquals(200, RoomAdmin.setLimit(node, "hooked", 4).status());
        press(page, "전송 내역: <b>pager</b>");
        // It is told of queues, too: there may be one in a room of another test.
        Locator delivery = webhook.locator("li", new Locator.LocatorOptions().setHasText("rooms/hooked"));
        assertThat(delivery.locator(".state")).containsText("전송 실패", SLOWLY_IN);
        Chromium.assertAccessible(page, "webhooks");
        Chromium.screenshot(page, "console-webhooks");
        page.setViewportSize(390, 900);
        assertNothingSticksOut(page);
        Chromium.screenshot(page, "console-webhooks-phone");
        press(page, "다시 보내기: 설정 인원 변경 rooms/hooked");
        assertThat(delivery).containsText("2회 시도", SLOWLY_IN);

        press(page, "변경: <b>pager</b>");
        assertNothingSticksOut(page);
        Chromium.assertAccessible(page, "a webhook's form");
        Chromium.screenshot(page, "console-webhook-form-phone");
        page.locator("input[name=webhook-name]").fill("pager");
        page.locator("input[name=webhook-enabled]").uncheck();
        press(page, "저장");
        assertThat(entry(page, "pager")).containsText("꺼짐");
        press(page, "삭제: pager");
        press(page, "진행");
        assertThat(entry(page, "pager")).hasCount(0);
    }

    @Test
    void keyLogin_showsWhatTheKeyMay() throws IOException, InterruptedException {
        ManagementClient admin = ManagementClient.key(node, RoomAdmin.KEY);
        assertEquals(201, RoomAdmin.create(node, "scoped", 3).status());
        Page viewer = console("en-US", 1280, ColorScheme.LIGHT);
        logInByKey(viewer, key(admin, "\"roles\": [\"viewer\"]"));
        assertThat(viewer.getByRole(AriaRole.LINK, named("Grid"))).isVisible();
        assertThat(viewer.getByRole(AriaRole.LINK, named("Audit log"))).hasCount(0);
        assertThat(viewer.getByRole(AriaRole.LINK, named("Accounts and keys"))).hasCount(0);
        Page scoped = console("en-US", 1280, ColorScheme.LIGHT);
        logInByKey(scoped, key(admin, "\"roles\": [\"admin\"], \"rooms\": [\"scoped\"]"));
        assertThat(scoped.getByRole(AriaRole.LINK, named("Grid"))).hasCount(0);
        assertThat(scoped.getByRole(AriaRole.LINK, named("Accounts and keys"))).hasCount(0);
        scoped.navigate(node.uri("/console/#/rooms/scoped").toString());
        assertThat(scoped.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete the room")))
                .isVisible();
    }

    @Test
    void statistics_areChartedComparedAndSaved_forWhoMaySeeNothingElse() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "counted", 2).status());
        assertEquals(201, RoomAdmin.create(node, "quiet", 2).status());
        TracerClient visitor = new TracerClient(threads);
        for (int i = 0; i < 5; i++) {
            String name = "counted-" + i;
            Await.until(30, () -> name + " has a place", () -> !visitor.ask(node, RoomAdmin.hostOf("counted"), name)
                    .held());
        }
        String key = key(ManagementClient.key(node, RoomAdmin.KEY), "\"roles\": [\"stats\"]");
        List<String> faults = new ArrayList<>();
        Page page = console("en-US", 1280, ColorScheme.LIGHT);
        page.onPageError(faults::add);
        logInByKey(page, key);
        assertThat(page.locator("h1")).hasText("Statistics");
        assertThat(page.getByRole(AriaRole.LINK, named("Grid"))).hasCount(0);
        page.locator("input[name=rooms]").fill("nobody");
        press(page, "Show");
        assertThat(page.locator("[role=alert]")).containsText("nobody");

        page.locator("input[name=rooms]").fill("counted");
        // They come three ticks late.
        Await.until(60, () -> "five places: " + page.locator("tbody").innerText(), () -> {
            press(page, "Show");
            return total(page, "Places given").first().innerText().equals("5");
        });
        assertThat(total(page, "Let in")).hasText("2");
        assertThat(total(page, "Waiting, at most")).hasText("3");
        assertThat(page.locator("canvas")).hasCount(2);
        Chromium.assertAccessible(page, "statistics");
        Chromium.screenshot(page, "console-statistics");
        List<String> csv = Files.readAllLines(
                page.waitForDownload(() -> press(page, "Save as CSV")).path());
        assertTrue(csv.get(0).startsWith("room,"), csv.get(0));
        assertTrue(csv.size() > 1 && csv.subList(1, csv.size()).stream().allMatch(row -> row.startsWith("counted,")));
        byte[] picture = Files.readAllBytes(page.waitForDownload(
                        () -> page.getByText("Save the picture").first().click())
                .path());
        assertEquals("PNG", new String(picture, 1, 3, StandardCharsets.US_ASCII));

        page.locator("input[name=rooms]").fill("counted, quiet");
        press(page, "Show");
        assertThat(page.locator("thead th")).hasText(new String[] {"counted", "quiet"});
        assertThat(total(page, "Places given")).hasText(new String[] {"5", "0"});
        page.locator("select[name=metric]").selectOption("p95");
        assertThat(page.locator("canvas")).hasAttribute("aria-label", Pattern.compile("p95"));
        assertEquals(List.of(), faults);

        Page phone = console("ko-KR", 390, ColorScheme.DARK);
        logInByKey(phone, key);
        phone.locator("input[name=rooms]").fill("counted");
        phone.locator("input[name=twice]").check();
        press(phone, "보기");
        assertThat(phone.locator("thead th")).hasCount(2);
        assertThat(total(phone, "발급된 번호").first()).hasText("5");
        assertThat(total(phone, "발급된 번호").last()).hasText("0");
        assertNothingSticksOut(phone);
        Chromium.assertAccessible(phone, "statistics on a phone");
        Chromium.screenshot(phone, "console-statistics-phone");
    }

    private static Locator total(Page page, String name) {
        return page.locator(
                        "tbody tr",
                        new Page.LocatorOptions()
                                .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))))
                .locator("td");
    }

    @Test
    void signingKeys_areMadeAnew_onlyOnceThatWasMeant() throws IOException, InterruptedException {
        Page page = console("en-US", 390, ColorScheme.LIGHT);
        logIn(page);
        follow(page, "Accounts and keys");
        Locator keys = page.locator("section[aria-labelledby=signing-keys] li");
        assertThat(keys).hasCount(2);
        press(page, "Make new keys");
        press(page, "Cancel");
        assertThat(keys).hasCount(2);
        press(page, "Make new keys");
        press(page, "Go on");
        assertThat(keys).hasCount(4);
        assertThat(keys.filter(new Locator.FilterOptions().setHasText("published, signs from")))
                .hasCount(2);
        press(page, "Make new keys");
        press(page, "Go on");
        assertThat(page.locator("[role=alert]")).containsText("A new key is published");
        assertNothingSticksOut(page);
        Chromium.screenshot(page, "console-signing-keys-phone");
    }

    @Test
    void gridPage_ofANodeOnItsOwn_saysSo() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "seen", 3).status());
        Page page = console("ko-KR", 390, ColorScheme.LIGHT);
        logIn(page);
        follow(page, "그리드");
        assertThat(page.locator(".verdict")).hasText("단독 노드: 멈추면 대신할 노드가 없습니다", SLOWLY);
        assertThat(page.locator(".nodes li .soft").first()).hasText("이 노드");
        assertThat(page.locator("section[aria-labelledby=grid-rooms] li", new Page.LocatorOptions().setHasText("seen")))
                .containsText("순번 발급 중");
        assertNothingSticksOut(page);
        Chromium.assertAccessible(page, "grid of one");
        Chromium.screenshot(page, "console-grid-alone-phone");
    }

    @Test
    void schedule_isWritten_listedInBothZones_andTakenBack() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "planned", 10).status());
        Page page = console("en-US", 1280, ColorScheme.LIGHT);
        logIn(page);
        page.navigate(node.uri("/console/#/rooms/planned").toString());
        Locator schedule = page.locator(".schedule");
        LocatorAssertions.ContainsTextOptions slowly = new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
        assertThat(schedule).containsText("Nothing changes by itself.", slowly);
        page.getByText("Edit the schedule").click();
        schedule.locator("input[name=zone]").fill("Asia/Seoul");
        press(page, "Add a step");
        Locator first = schedule.locator(".step").first();
        first.locator("input[type=datetime-local]").fill("2099-12-01T10:00");
        first.getByLabel("Limit").fill("500");
        press(page, "Add a step");
        Locator second = schedule.locator(".step").nth(1);
        second.getByLabel("When").selectOption("every");
        second.getByLabel("State").selectOption("CLOSED");
        second.locator("input[type=time]").fill("22:00");
        second.getByLabel("Sat").uncheck();
        Chromium.assertAccessible(page, "schedule");
        Chromium.screenshot(page, "console-schedule");
        schedule.locator("button:not([type=button])").click();
        assertThat(page.locator(".done")).hasText(Pattern.compile("^The schedule is saved"), SLOWLY);
        assertEquals(
                "{\"zone\":\"Asia/Seoul\",\"steps\":[{\"at\":\"2099-12-01T10:00\",\"state\":\"ACTIVE\",\"limit\":500},"
                        + "{\"every\":{\"days\":[\"MON\",\"TUE\",\"WED\",\"THU\",\"FRI\",\"SUN\"],\"time\":\"22:00\"},"
                        + "\"state\":\"CLOSED\"}]}",
                RoomAdmin.read(node, "planned").body().path("schedule").toString());
        assertThat(schedule.locator("li").first()).containsText("Asia/Seoul");
        assertThat(schedule.locator("li").first()).containsText("Closed");
        assertThat(schedule.locator("li").first()).containsText("your time: ");
        page.getByText("Edit the schedule").click();
        schedule.locator(".step").first().getByText("Remove").click();
        schedule.locator(".step").first().getByText("Remove").click();
        schedule.locator("button:not([type=button])").click();
        assertThat(schedule).containsText("Nothing changes by itself.", slowly);
        assertTrue(RoomAdmin.read(node, "planned").body().path("schedule").isNull());
    }

    @Test
    void changeOfAnother_isNotOverwritten() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "shared", 10).status());
        Page page = console("en-US", 1280, ColorScheme.LIGHT);
        logIn(page);
        page.navigate(node.uri("/console/#/rooms/shared").toString());
        assertThat(page.locator("input[name=limit-number]")).hasValue("10");
        assertEquals(200, RoomAdmin.setLimit(node, "shared", 20).status());
        page.locator("input[name=limit-number]").fill("11");
        assertThat(page.locator("[role=alert]")).hasText(Pattern.compile("Somebody else has changed this room"));
        assertThat(page.locator("input[name=limit-number]")).hasValue("20");
        assertEquals(20, RoomAdmin.read(node, "shared").body().path("limit").asLong());
    }

    @Test
    void firstLogin_onAPhone_inKoreanAndDark_choosesAPassword_andShowsEverything()
            throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "phone", 3).status());
        Page page = console("ko-KR", 390, ColorScheme.DARK);
        page.getByLabel("이름").fill("admin");
        page.locator("input[type=password]").fill(FIRST_PASSWORD);
        page.keyboard().press("Enter");
        assertThat(page.locator("[role=status]")).hasText("다른 사람이 정한 비밀번호입니다. 새 비밀번호를 정하세요.", SLOWLY);
        page.locator("input[autocomplete=new-password]").fill("a password of my own");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("대기실");
        page.locator(".card", new Page.LocatorOptions().setHasText("phone")).click();
        assertThat(page.locator(".state")).hasText("운영 중");
        assertThat(page.locator(".funnel [data-count=inside]")).hasText("0", SLOWLY);
        assertNothingSticksOut(page);
        Chromium.assertAccessible(page, "room on a phone");
        Chromium.screenshot(page, "console-room-phone");
    }

    @Test
    void live_isForViewers_andTellsEverySecond() throws IOException, InterruptedException {
        assertEquals(201, RoomAdmin.create(node, "watched", 3).status());
        assertEquals(401, live("/api/v1/admin/live", Map.of()).statusCode());
        assertEquals(401, live("/api/v1/admin/rooms/watched/live", Map.of()).statusCode());
        Map<String, String> key = Map.of("X-Api-Key", RoomAdmin.KEY);
        assertEquals(404, live("/api/v1/admin/rooms/nobody/live", key).statusCode());
        assertEquals(404, live("/api/v1/admin/live?rooms=watched,nobody", key).statusCode());
        HttpResponse<java.util.stream.Stream<String>> stream = live("/api/v1/admin/rooms/watched/live", key);
        assertEquals(200, stream.statusCode());
        assertEquals(
                "text/event-stream",
                stream.headers().firstValue("Content-Type").orElse("").split(";")[0]);
        try (var lines = stream.body()) {
            List<String> told = lines.filter(line -> line.startsWith("data: {\"room\""))
                    .limit(3)
                    .toList();
            assertTrue(told.stream().allMatch(line -> line.contains("\"room\":\"watched\"")), told::toString);
            assertFalse(told.get(0).equals(told.get(2)), "another second: " + told);
        }
    }

    private HttpResponse<java.util.stream.Stream<String>> live(String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path));
        headers.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
    }

    private Page console(String locale, int width, ColorScheme scheme) {
        BrowserContext browser = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setLocale(locale)
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme));
        Page page = browser.newPage();
        page.navigate(node.uri("/console").toString());
        return page;
    }

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static void follow(Page page, String link) {
        page.getByRole(AriaRole.LINK, named(link)).click();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator entry(Page page, String name) {
        return page.locator(
                ".entries li",
                new Page.LocatorOptions().setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))));
    }

    private static void assertNothingSticksOut(Page page) {
        assertEquals(
                true,
                page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                "nothing sticks out to the side");
    }

    private static String key(ManagementClient admin, String what) throws IOException, InterruptedException {
        return admin.call("POST", "/admin/api-keys", "{\"name\": \"test\", " + what + "}")
                .body()
                .path("key")
                .asText();
    }

    private static void logIn(Page page) {
        logInByKey(page, RoomAdmin.KEY);
    }

    private static void logInByKey(Page page, String key) {
        page.locator("button.quiet[type=button]").click();
        page.locator("input[type=password]").fill(key);
        page.keyboard().press("Enter");
        assertThat(page.locator(".office")).isVisible();
    }

    private static void logIn(Page page, String name, String password) {
        page.locator("input[autocomplete=username]").fill(name);
        page.locator("input[type=password]").fill(password);
        page.keyboard().press("Enter");
        assertThat(page.locator(".office")).isVisible();
    }
}
