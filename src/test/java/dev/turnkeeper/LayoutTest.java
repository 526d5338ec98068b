package dev.turnkeeper;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.turnkeeper.layout.Layout;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The house is as it is drawn; who may import whom stands in {@link dev.turnkeeper.layout.Rings}. */
class LayoutTest {

    private static final String HOUSE = "dev.turnkeeper";
    private static final String PLANTED = "dev.turnkeeper.layout.planted";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HOUSE);
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/layout/planted/"))
            .importPackages(HOUSE);
    private static final JavaClasses FAULTS = new ClassFileImporter().importPackages(PLANTED);

    enum Rule {
        NO_PACKAGE_CYCLE(Layout::noPackageCycle),
        IMPORTS(Layout::imports),
        LIBRARIES_ONLY_WHERE_THEY_BELONG(Layout::librariesOnlyWhereTheyBelong),
        HTTP_ONLY_IN_FRONTS(Layout::httpOnlyInFronts),
        CLOCKS_ONLY_IN_NODE(Layout::clocksOnlyInNode),
        NO_CHANCE_NO_THREAD(Layout::noChanceNoThread),
        PUBLIC_MEANS_USED_ELSEWHERE(Layout::publicMeansUsedElsewhere),
        NOTHING_IS_SERIALIZABLE(Layout::nothingIsSerializable),
        NO_FIELD_INJECTION(Layout::noFieldInjection),
        SERVLETS_ARE_MADE_AT_THE_START(Layout::servletsAreMadeAtTheStart),
        TESTS_ARE_NAMED_SO_THAT_THEY_RUN(Layout::testsAreNamedSoThatTheyRun);

        private final Function<Layout, ArchRule> rule;

        Rule(Function<Layout, ArchRule> rule) {
            this.rule = rule;
        }

        ArchRule in(String base) {
            return rule.apply(new Layout(base));
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Rule.NO_PACKAGE_CYCLE, "stats.KnowsNotice"),
                Arguments.of(Rule.IMPORTS, "queue.KnowsState"),
                Arguments.of(Rule.IMPORTS, "queue.KnowsALibrary"),
                Arguments.of(Rule.IMPORTS, "tracer.KnowsAnotherFront"),
                Arguments.of(Rule.IMPORTS, "state.KnowsTheNode"),
                Arguments.of(Rule.IMPORTS, "visit.IsABean"),
                Arguments.of(Rule.IMPORTS, "helpers.HasNoLine"),
                Arguments.of(Rule.LIBRARIES_ONLY_WHERE_THEY_BELONG, "visit.KnowsHazelcast"),
                Arguments.of(Rule.LIBRARIES_ONLY_WHERE_THEY_BELONG, "visit.KnowsSql"),
                Arguments.of(Rule.LIBRARIES_ONLY_WHERE_THEY_BELONG, "visit.KnowsRoaring"),
                Arguments.of(Rule.LIBRARIES_ONLY_WHERE_THEY_BELONG, "visit.KnowsJackson"),
                Arguments.of(Rule.HTTP_ONLY_IN_FRONTS, "tracer.SpeaksHttp"),
                Arguments.of(Rule.CLOCKS_ONLY_IN_NODE, "visit.ReadsNanoTime"),
                Arguments.of(Rule.CLOCKS_ONLY_IN_NODE, "visit.RefersToMillis"),
                Arguments.of(Rule.CLOCKS_ONLY_IN_NODE, "visit.ReadsNow"),
                Arguments.of(Rule.CLOCKS_ONLY_IN_NODE, "visit.MakesAClock"),
                Arguments.of(Rule.NO_CHANCE_NO_THREAD, "ticket.ThrowsDice"),
                Arguments.of(Rule.NO_CHANCE_NO_THREAD, "ticket.StartsAThread"),
                Arguments.of(Rule.NO_CHANCE_NO_THREAD, "ticket.HasAnExecutor"),
                Arguments.of(Rule.NO_CHANCE_NO_THREAD, "ticket.LocksAMethod"),
                Arguments.of(Rule.NO_CHANCE_NO_THREAD, "ticket.LocksABlock"),
                Arguments.of(Rule.PUBLIC_MEANS_USED_ELSEWHERE, "stats.PublicForNobody"),
                Arguments.of(Rule.NOTHING_IS_SERIALIZABLE, "visit.TravelsAsJava"),
                Arguments.of(Rule.NO_FIELD_INJECTION, "node.InjectsAField"),
                Arguments.of(Rule.NO_FIELD_INJECTION, "node.InjectsASetting"),
                Arguments.of(Rule.SERVLETS_ARE_MADE_AT_THE_START, "tracer.IsMadeByItsFirstRequest"),
                Arguments.of(Rule.TESTS_ARE_NAMED_SO_THAT_THEY_RUN, "node.TestingOfTicks"),
                Arguments.of(Rule.TESTS_ARE_NAMED_SO_THAT_THEY_RUN, "node.PropertiesOfTicks"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TESTS_ARE_NAMED_SO_THAT_THEY_RUN")
    void house_keeps(Rule rule) {
        rule.in(HOUSE).check(MAIN);
    }

    @Test
    void tests_areNamedSoThatTheyRun() {
        Rule.TESTS_ARE_NAMED_SO_THAT_THEY_RUN.in(HOUSE).check(TESTS);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void rule_catchesThePlantedFault(Rule rule, String planted) {
        String message = assertThrows(
                        AssertionError.class, () -> rule.in(PLANTED).check(FAULTS))
                .getMessage();
        assertTrue(message.contains(PLANTED + "." + planted), () -> rule + " does not name it: " + message);
    }

    @ParameterizedTest
    @EnumSource
    void rule_leavesInnocentsAlone(Rule rule) {
        try {
            rule.in(PLANTED).check(FAULTS);
        } catch (AssertionError faults) {
            assertTrue(!faults.getMessage().contains("Innocent"), faults::getMessage);
        }
    }

    @Test
    void house_isNotEmpty() {
        assertTrue(MAIN.size() > 15 && MAIN.contain(dev.turnkeeper.queue.QueueView.class), "nothing was checked");
        assertTrue(TESTS.contain(LayoutTest.class), "no test was checked");
    }
}
