package io.phish.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What holds in a package tree that is laid out as {@code io.phish.core} is. */
final class ArchitectureRules {
  private static final Set<String> API =
      Set.of("io.phish", "io.phish.event", "io.phish.spi", "io.phish.subject");

  /** Which packages a package may use beside the API. The root puts everything together. */
  private static final Map<String, Set<String>> USES =
      Map.ofEntries(
          Map.entry("cache", Set.of("resilience")),
          Map.entry("dns", Set.of("model", "name", "resilience")),
          Map.entry("engine", Set.of("cache", "resilience")),
          Map.entry("http", Set.of("name", "resilience")),
          Map.entry("limit", Set.of()),
          Map.entry("lookalike", Set.of("name", "url")),
          Map.entry("metrics", Set.of()),
          Map.entry("model", Set.of()),
          Map.entry("monitor", Set.of("dns", "name", "registration", "resilience")),
          Map.entry("name", Set.of()),
          Map.entry("packages", Set.of("http", "model", "name", "resilience")),
          Map.entry("queue", Set.of("resilience")),
          Map.entry("registration", Set.of("http", "model", "name", "resilience")),
          Map.entry("resilience", Set.of()),
          Map.entry("session", Set.of()),
          Map.entry("updates", Set.of()),
          Map.entry("url", Set.of("model", "name")));

  /** Every other package is a capability: those that there will be as well. */
  private static final Set<String> CAPABILITY_USES = Set.of("name");

  private final String root;

  ArchitectureRules(String root) {
    this.root = root;
  }

  Set<String> names() {
    return all().keySet();
  }

  ArchRule rule(String name) {
    return Objects.requireNonNull(all().get(name), name);
  }

  private Map<String, ArchRule> all() {
    return Map.ofEntries(
        Map.entry("packages use what the table says", packagesUseWhatTheTableSays()),
        Map.entry("no cycles", noCycles()),
        Map.entry("Micrometer is optional", micrometerIsOptional()),
        Map.entry("no time-outs of CompletableFuture", noTimeoutsOfCompletableFuture()),
        Map.entry("no common pool", noCommonPool()),
        Map.entry("no sleep", noSleep()),
        Map.entry("no standard streams", noStandardStreams()),
        Map.entry("no static state", noStaticState()));
  }

  private ArchRule packagesUseWhatTheTableSays() {
    return classes()
        .that()
        .resideInAPackage(root + "..")
        .should(
            new ArchCondition<>("depend on the packages that the table allows") {
              @Override
              public void check(JavaClass origin, ConditionEvents events) {
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                  String target =
                      dependency.getTargetClass().getBaseComponentType().getPackageName();
                  if (!isAllowed(origin.getPackageName(), target)) {
                    events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
                  }
                }
              }
            })
        .allowEmptyShould(true);
  }

  private boolean isAllowed(String from, String to) {
    String target = part(to);
    if (target == null) {
      return !(to + '.').startsWith("io.phish.") || API.contains(to);
    }
    String origin = part(from);
    return origin == null
        || origin.isEmpty()
        || origin.equals(target)
        || USES.getOrDefault(origin, CAPABILITY_USES).contains(target);
  }

  /** The first name below the root, empty for the root itself, null for what is not below it. */
  private @Nullable String part(String packageName) {
    if (packageName.equals(root)) {
      return "";
    }
    if (!packageName.startsWith(root + '.')) {
      return null;
    }
    String below = packageName.substring(root.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private ArchRule noCycles() {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
  }

  private ArchRule micrometerIsOptional() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .because("a host need not have it")
        .allowEmptyShould(true);
  }

  /** Their dependents run on one thread of the process. */
  private static ArchRule noTimeoutsOfCompletableFuture() {
    return noAccessTo(
        "CompletableFuture.orTimeout or completeOnTimeout",
        target ->
            target.getOwner().isAssignableTo(CompletionStage.class)
                && Set.of("orTimeout", "completeOnTimeout").contains(target.getName()));
  }

  /** Named or meant: an asynchronous method without an executor runs there. */
  private static ArchRule noCommonPool() {
    return noAccessTo(
        "the common pool",
        target ->
            (target.getOwner().isEquivalentTo(ForkJoinPool.class)
                    && target.getName().equals("commonPool"))
                || (target.getOwner().isAssignableTo(CompletionStage.class)
                    && target.getName().endsWith("Async")
                    && target instanceof CodeUnitAccessTarget method
                    && method.getRawParameterTypes().stream()
                        .noneMatch(type -> type.isAssignableTo(Executor.class))));
  }

  private static ArchRule noSleep() {
    return noAccessTo(
        "Thread.sleep",
        target ->
            target.getName().equals("sleep")
                && (target.getOwner().isEquivalentTo(Thread.class)
                    || target.getOwner().isEquivalentTo(TimeUnit.class)));
  }

  private static ArchRule noStandardStreams() {
    return noClasses().should(ACCESS_STANDARD_STREAMS).allowEmptyShould(true);
  }

  private static ArchRule noStaticState() {
    return fields().that().areStatic().should().beFinal().allowEmptyShould(true);
  }

  private static ArchRule noAccessTo(String what, Predicate<AccessTarget> target) {
    return noClasses()
        .should()
        .accessTargetWhere(
            describe(what, (JavaAccess<?> access) -> target.test(access.getTarget())))
        .allowEmptyShould(true);
  }
}
