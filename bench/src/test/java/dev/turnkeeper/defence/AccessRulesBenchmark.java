package dev.turnkeeper.defence;

import dev.turnkeeper.ticket.VisitorKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request costs that no access rule matches, with as many rules as there may be. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class AccessRulesBenchmark {

    private static final String AGENT =
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36";

    /** addresses: 9,997 ranges of 17 lengths; mixed: also 3,000 logins, 200 countries and 100 user agents. */
    @Param({"addresses", "mixed"})
    public String rules;

    private final VisitorKey.Maker keys = new VisitorKey.Maker(new byte[32]);
    private RuleIndex index;
    private int visitor;

    @Setup
    public void fill() {
        List<RuleIndex.Numbered> numbered = new ArrayList<>();
        boolean mixed = rules.equals("mixed");
        for (int i = 0; i < AccessRules.MOST; i++) {
            boolean login = mixed && i % 10 < 3;
            boolean agent = mixed && !login && i % 100 == 99;
            boolean country = mixed && !login && !agent && i % 50 == 48;
            numbered.add(new RuleIndex.Numbered(
                    i + 1,
                    new AccessRule(
                            "",
                            AccessRule.Action.DENY,
                            Optional.empty(),
                            login || agent || country
                                    ? Optional.empty()
                                    : Optional.of(
                                            Cidr.ofClients("10." + i / 256 + "." + i % 256 + ".0/" + (16 + i % 17))),
                            agent ? Optional.of("*bot-" + i + "*") : Optional.empty(),
                            country
                                    ? Optional.of("" + (char) ('A' + i / 50 % 26) + (char) ('A' + i / 1300 % 26))
                                    : Optional.empty(),
                            login
                                    ? Optional.of(new MaskedLogin(keys.of("access-rule", "login-" + i), ""))
                                    : Optional.empty(),
                            "",
                            Instant.EPOCH,
                            "")));
        }
        index = new RuleIndex(numbered);
    }

    @Benchmark
    public Object noRuleMatches() {
        int now = visitor++;
        Asker asker = new Asker(
                new IpAddress(IpAddress.Family.V4, 0, 0xc000_0000L | now & 0xffffff),
                () -> AGENT,
                () -> Optional.of("99"),
                () -> Optional.of("visitor-" + (now & 0xffff)));
        return index.first(new Traits(asker, login -> keys.of("access-rule", login)));
    }
}
