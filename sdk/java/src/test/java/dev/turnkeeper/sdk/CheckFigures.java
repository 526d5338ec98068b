package dev.turnkeeper.sdk;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a check costs, printed: {@code sdk/bench}. Each figure is the median of rounds, after a warm-up; the rounds of
 * different kinds take turns, so that a busy machine is busy for all.
 */
public final class CheckFigures {

    private static final int ROUNDS = 15;
    private static final int CHECKS = 20_000;
    private static final int WARM_UP = 5;
    private static final int VISITORS = 1_000;

    private CheckFigures() {}

    public static void main(String[] arguments) throws Exception {
        Mint mint = new Mint("k1");
        InstantSource clock = () -> Mint.NOW.plusSeconds(1);
        try (StubNode node = new StubNode(mint.published())) {
            Settings settings = Settings.of(node.address(), URI.create("https://shop.example.com"))
                    .withGate(URI.create(Mint.ISSUER));
            try (Turnkeeper turnkeeper = new Turnkeeper(settings, clock)) {
                turnkeeper.ask();
                print(turnkeeper, mint);
            }
        }
    }

    private static void print(Turnkeeper turnkeeper, Mint mint) {
        List<ShopRequest> inside = new ArrayList<>();
        for (int i = 0; i < VISITORS; i++) {
            String id = "j-" + i;
            String pass = mint.pass(Mint.claims().jwtID(id).claim("ua", Browser.of(id, Mint.BROWSER)));
            inside.add(FakeRequest.navigation("/buy/" + i).with("Cookie", "session=0123456789abcdef; tkp_buy=" + pass));
        }
        List<ShopRequest> outside = List.of(FakeRequest.navigation("/about"));
        List<ShopRequest> newcomers = List.of(FakeRequest.navigation("/buy/1"));
        List<Double> seen = new ArrayList<>();
        List<Double> unprotected = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            double s = micros(turnkeeper, inside, CHECKS);
            double u = micros(turnkeeper, outside, CHECKS);
            double w = micros(turnkeeper, newcomers, CHECKS);
            double f = firstChecks(mint, inside);
            if (round >= WARM_UP) {
                seen.add(s);
                unprotected.add(u);
                without.add(w);
                first.add(f);
            }
        }
        say("a pass that was seen before", seen);
        say("a page that no room protects", unprotected);
        say("no pass: the answer that leads to the queue", without);
        say("a pass seen for the first time (its signature)", first);
        double median = median(seen);
        System.out.printf(Locale.ROOT, "%-48s %8.2f%n", "share of the 50 µs that a check may take", median / 50);
    }

    private static double micros(Turnkeeper turnkeeper, List<ShopRequest> requests, int checks) {
        long begin = System.nanoTime();
        int proceeded = 0;
        for (int i = 0; i < checks; i++) {
            proceeded += turnkeeper.check(requests.get(i % requests.size())).proceeds() ? 1 : 0;
        }
        long took = System.nanoTime() - begin;
        if (proceeded != 0 && proceeded != checks) {
            throw new IllegalStateException(proceeded + " of " + checks + " went on");
        }
        return took / 1_000.0 / checks;
    }

    private static double firstChecks(Mint mint, List<ShopRequest> requests) {
        Keys keys;
        try {
            keys = Keys.parse(mint.published().toString());
        } catch (java.text.ParseException impossible) {
            throw new IllegalStateException(impossible);
        }
        PassVerifier verifier = new PassVerifier(keys::byId, Mint.ISSUER);
        long begin = System.nanoTime();
        for (ShopRequest request : requests) {
            String pass = request.headers("Cookie").get(0).replaceAll(".*tkp_buy=", "");
            if (verifier.check(pass, "buy", Mint.BROWSER, Mint.NOW, Mint.NOW)
                    .fault()
                    .isPresent()) {
                throw new IllegalStateException("refused");
            }
        }
        return (System.nanoTime() - begin) / 1_000.0 / requests.size();
    }

    private static void say(String what, List<Double> figures) {
        System.out.printf(
                Locale.ROOT,
                "%-48s %8.2f µs (%.2f to %.2f)%n",
                what,
                median(figures),
                figures.stream().min(Double::compare).orElseThrow(),
                figures.stream().max(Double::compare).orElseThrow());
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
    }
}
