package io.phish.redis;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.lettuce.core.api.StatefulRedisConnection;
import io.phish.core.limit.MemoryRateLimiter;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.phish.redis");

  /** The interfaces of phish-api, Lettuce, and nothing of the engine. */
  private static final ArchRule DEPENDENCIES =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.phish",
              "io.phish.spi..",
              "io.phish.event..",
              "io.phish.redis..",
              "io.lettuce.core..",
              "io.netty.buffer..",
              "java..",
              "javax.net.ssl..",
              "org.slf4j..",
              "org.jspecify..");

  private static final ArchRule WAITS =
      noClasses()
          .should()
          .callMethodWhere(waits(Future.class, "get|join"))
          .orShould()
          .callMethodWhere(waits(CompletableFuture.class, "get|join"))
          .orShould()
          .callMethodWhere(waits(Thread.class, "sleep|join"))
          .orShould()
          .callMethodWhere(waits(CountDownLatch.class, "await"))
          .orShould()
          .callMethodWhere(waits(Semaphore.class, "acquire"))
          .orShould()
          .callMethodWhere(waits(BlockingQueue.class, "take|put"))
          .orShould()
          .callMethodWhere(waits(CompletionService.class, "take"))
          .orShould()
          .callMethodWhere(waits(StatefulRedisConnection.class, "sync"))
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce.core..sync..");

  private static final ArchRule STREAMS = noClasses().should(ACCESS_STANDARD_STREAMS);

  private static final ArchRule STATE = fields().that().areStatic().should().beFinal();

  private static com.tngtech.archunit.base.DescribedPredicate<
          com.tngtech.archunit.core.domain.JavaCall<?>>
      waits(Class<?> type, String methods) {
    return target(owner(assignableTo(type))).and(target(nameMatching(methods)));
  }

  static List<ArchRule> rules() {
    return List.of(DEPENDENCIES, WAITS, STREAMS, STATE);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    assertThat(CLASSES.contain(RedisLink.class)).isTrue();
    rule.check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void bites(ArchRule rule) {
    JavaClasses bad = new ClassFileImporter().importClasses(Bad.class);
    assertThat(rule.evaluate(bad).hasViolation()).isTrue();
  }

  /** Breaks every rule. */
  static final class Bad {
    static int calls;

    int call(CompletableFuture<Integer> future) {
      calls++;
      System.out.println(MemoryRateLimiter.class);
      return future.join();
    }
  }
}
