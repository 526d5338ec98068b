package dev.turnkeeper.layout;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The rules of the house for everything below one base package, so that the same rule runs over the real house and over
 * a planted one.
 */
public final class Layout {

    private static final Pattern HTTP = Pattern.compile(".*(Resource|Filter|Mapper|Stream|Application)");
    private static final Pattern TEST = Pattern.compile(".*(Test|Property|Simulation|IT|Contract)");
    private static final Set<String> INJECTIONS = Set.of(
            "jakarta.inject.Inject",
            "jakarta.annotation.Resource",
            "jakarta.ws.rs.core.Context",
            "jakarta.persistence.PersistenceContext",
            "org.eclipse.microprofile.config.inject.ConfigProperty",
            "org.eclipse.microprofile.metrics.annotation.Metric");

    private final String base;

    public Layout(String base) {
        this.base = base;
    }

    public ArchRule noPackageCycle() {
        return slices().matching(base + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    /** Each package imports only its line in {@link Rings}, and has one. */
    public ArchRule imports() {
        List<ArchRule> rules = new ArrayList<>();
        Rings.ALLOWED.forEach((name, allowed) -> {
            List<String> targets = new ArrayList<>(List.of("", "java..", "javax.crypto..", "org.jspecify..", in(name)));
            targets.addAll(List.of("javax.sql..", "javax.security.."));
            allowed.ours().forEach(ours -> targets.add(in(ours)));
            targets.addAll(allowed.others());
            rules.add(imports(name, DescribedPredicate.not(wire()), targets));
            // A capability's one *Wiring class makes its beans, so that the others need no annotation.
            targets.addAll(List.of("jakarta.enterprise..", "jakarta.inject.."));
            rules.add(imports(name, wire(), targets));
        });
        List<String> known = new ArrayList<>(List.of(in("node"), base));
        Rings.ALLOWED.keySet().forEach(name -> known.add(in(name)));
        rules.add(classes()
                .that()
                .resideInAPackage(base + "..")
                .should()
                .resideInAnyPackage(known.toArray(String[]::new))
                .because("every package has its line in Rings")
                .allowEmptyShould(true));
        rules.add(noClasses()
                .that()
                .resideOutsideOfPackage(in("node"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("node"))
                .allowEmptyShould(true));
        return CompositeArchRule.of(rules);
    }

    private ArchRule imports(String name, DescribedPredicate<JavaClass> which, List<String> targets) {
        return classes()
                .that()
                .resideInAPackage(in(name))
                .and(which)
                .and(describe("are types", type -> !type.getSimpleName().equals("package-info")))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(targets.toArray(String[]::new))
                .allowEmptyShould(true);
    }

    public ArchRule librariesOnlyWhereTheyBelong() {
        List<ArchRule> rules = new ArrayList<>();
        Rings.ONLY_IN.forEach((library, places) -> rules.add(noClasses()
                .that()
                .resideOutsideOfPackages(in(places))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)));
        return CompositeArchRule.of(rules);
    }

    public ArchRule httpOnlyInFronts() {
        return noClasses()
                .that(describe(
                        "are no resource, filter, mapper, stream or application",
                        type -> !HTTP.matcher(outermost(type).getSimpleName()).matches()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .allowEmptyShould(true);
    }

    public ArchRule clocksOnlyInNode() {
        return classes()
                .that()
                .resideOutsideOfPackages(in(Rings.CLOCKS))
                .should(condition("read no clock", (type, found) -> {
                    for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                        if (readsAClock(access)) {
                            found.accept(access.getDescription());
                        }
                    }
                }))
                .allowEmptyShould(true);
    }

    private static boolean readsAClock(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        boolean ofNoClock = !access.getTarget().getFullName().contains("Clock)");
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.util.Date" -> access.getTarget().getFullName().endsWith("<init>()");
            case "java.time.Clock", "java.time.InstantSource" ->
                name.startsWith("system") || name.startsWith("tickM") || name.startsWith("tickS");
            default -> owner.startsWith("java.time.") && name.equals("now") && ofNoClock;
        };
    }

    public ArchRule noChanceNoThread() {
        return classes()
                .that()
                .resideInAnyPackage(in(Rings.STILL))
                .should(condition("know neither chance nor a second thread", (type, found) -> {
                    type.getDirectDependenciesFromSelf().forEach(dependency -> {
                        JavaClass target = dependency.getTargetClass();
                        if (target.isAssignableTo(java.util.Random.class)
                                || target.isAssignableTo(Thread.class)
                                || target.isAssignableTo(Executor.class)
                                || target.getName().equals("java.util.concurrent.Executors")) {
                            found.accept(dependency.getDescription());
                        }
                    });
                    type.getMethodCallsFromSelf().stream()
                            .filter(call -> call.getTarget().getFullName().startsWith("java.lang.Math.random"))
                            .forEach(call -> found.accept(call.getDescription()));
                    type.getMethods().stream()
                            .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                            .forEach(method -> found.accept(method.getDescription() + " is synchronized"));
                    if (entersAMonitor(type)) {
                        found.accept(type.getName() + " has a synchronized block");
                    }
                }))
                .allowEmptyShould(true);
    }

    /** ArchUnit does not see blocks, only methods. */
    private static boolean entersAMonitor(JavaClass type) {
        boolean[] found = {false};
        try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            new ClassReader(in)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public MethodVisitor visitMethod(
                                        int access,
                                        String name,
                                        String descriptor,
                                        String signature,
                                        String[] exceptions) {
                                    return new MethodVisitor(Opcodes.ASM9) {
                                        @Override
                                        public void visitInsn(int opcode) {
                                            found[0] |= opcode == Opcodes.MONITORENTER;
                                        }
                                    };
                                }
                            },
                            ClassReader.SKIP_DEBUG);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return found[0];
    }

    /** What only its own package uses is hidden. The container finds what it has to find: resources, beans, wire records. */
    public ArchRule publicMeansUsedElsewhere() {
        return classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and(describe("are not used unseen", type -> !Rings.USED_UNSEEN.contains(type.getName())))
                .and()
                .resideOutsideOfPackage(in("node"))
                .and(describe("are not found by the container", type -> !foundByTheContainer(type)))
                .should(condition("be used by another package", (type, found) -> {
                    boolean used = type.getDirectDependenciesToSelf().stream()
                            .anyMatch(d -> !d.getOriginClass().getPackageName().equals(type.getPackageName()));
                    if (!used) {
                        found.accept(type.getName() + " is public, and only its own package uses it");
                    }
                }))
                .allowEmptyShould(true);
    }

    private boolean foundByTheContainer(JavaClass type) {
        return HTTP.matcher(type.getSimpleName()).matches()
                || type.getAnnotations().stream()
                        .anyMatch(
                                annotation -> annotation.getRawType().getName().startsWith("jakarta."))
                || (type.isRecord() && resideInAnyPackage(in(Rings.WIRED)).test(type));
    }

    public ArchRule nothingIsSerializable() {
        return classes()
                .should(condition("not declare Serializable", (type, found) -> type.getRawInterfaces().stream()
                        .filter(i -> Set.of("java.io.Serializable", "java.io.Externalizable")
                                .contains(i.getName()))
                        .forEach(i -> found.accept(type.getName() + " declares " + i.getSimpleName()))))
                .allowEmptyShould(true);
    }

    public ArchRule noFieldInjection() {
        return fields().should(
                        condition("not be injected", (JavaField field, java.util.function.Consumer<String> found) -> {
                            field.getAnnotations().stream()
                                    .filter(a ->
                                            INJECTIONS.contains(a.getRawType().getName()))
                                    .forEach(a ->
                                            found.accept(field.getDescription() + " is injected: use the constructor"));
                        }))
                .allowEmptyShould(true);
    }

    /** Else the first request makes it and all that it needs, be it in the middle of a fault, and all others wait for that. */
    public ArchRule servletsAreMadeAtTheStart() {
        return classes()
                .that()
                .areAnnotatedWith(WebServlet.class)
                .should(condition("be loaded on startup", (type, found) -> {
                    if (type.getAnnotationOfType(WebServlet.class).loadOnStartup() < 0) {
                        found.accept(type.getName() + " is made by its first request: say loadOnStartup");
                    }
                }))
                .allowEmptyShould(true);
    }

    /** Else surefire and failsafe pass them over in silence. */
    public ArchRule testsAreNamedSoThatTheyRun() {
        return classes()
                .should(condition("end in Test, Property, Simulation, IT or Contract", (type, found) -> {
                    boolean tests = type.getMethods().stream()
                            .flatMap(method -> method.getAnnotations().stream())
                            .map(annotation -> annotation.getRawType())
                            .anyMatch(Layout::marksATest);
                    if (tests && !TEST.matcher(outermost(type).getSimpleName()).matches()) {
                        found.accept(type.getName() + " holds tests that would never run");
                    }
                }))
                .allowEmptyShould(true);
    }

    private static boolean marksATest(JavaClass annotation) {
        return annotation.getName().equals("org.junit.jupiter.api.Test")
                || annotation.getName().equals("net.jqwik.api.Property")
                || annotation.getName().equals("net.jqwik.api.Example")
                || annotation.isMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable");
    }

    private static DescribedPredicate<JavaClass> wire() {
        return describe("wire", type -> outermost(type).getSimpleName().endsWith("Wiring"));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(Layout::outermost).orElse(type);
    }

    private String in(String name) {
        return base + "." + name + "..";
    }

    private String[] in(Set<String> names) {
        return names.stream().map(this::in).toArray(String[]::new);
    }

    private static <T> ArchCondition<T> condition(
            String description, BiConsumer<T, java.util.function.Consumer<String>> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(T item, ConditionEvents events) {
                check.accept(item, violation -> events.add(SimpleConditionEvent.violated(item, violation)));
            }
        };
    }
}
