package io.phish.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.badcore.BadRoot;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final String ROOT = "io.phish.core";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final String BAD_ROOT = BadRoot.class.getPackageName();
  private static final JavaClasses BAD_CLASSES = new ClassFileImporter().importPackages(BAD_ROOT);

  static Set<String> rules() {
    return new ArchitectureRules(ROOT).names();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(String rule) {
    assertThat(CLASSES).isNotEmpty();
    new ArchitectureRules(ROOT).rule(rule).check(CLASSES);
  }

  /** Rules that cannot fail would be worth nothing. */
  @ParameterizedTest
  @CsvSource({
    "packages use what the table says, engine.UsesCapability, dns.UsesEngine",
    "packages use what the table says, dns.UsesEngine, engine.UsesCapability",
    "packages use what the table says, dns.UsesCapability, url.Plain",
    "packages use what the table says, dns.UsesModule, io.phish.elsewhere.Internal",
    "packages use what the table says, cache.UsesCapability, url.Plain",
    "packages use what the table says, name.UsesRoot, BadRoot",
    "packages use what the table says, dns.UsesArray, url.Plain",
    "no cycles, dns.UsesEngine, engine.UsesCapability",
    "Micrometer is optional, dns.UsesMicrometer, io.micrometer.core.instrument.MeterRegistry",
    "no time-outs of CompletableFuture, Sins, orTimeout",
    "no time-outs of CompletableFuture, Sins, completeOnTimeout",
    "no common pool, Sins, commonPool",
    "no common pool, Sins, supplyAsync",
    "no common pool, Sins, thenApplyAsync",
    "no sleep, Sins, Thread.sleep",
    "no sleep, Sins, TimeUnit.sleep",
    "no standard streams, Sins, System.out",
    "no standard streams, Sins, System.err",
    "no static state, Sins, counter"
  })
  void bites(String rule, String culprit, String accomplice) {
    assertThat(
            new ArchitectureRules(BAD_ROOT)
                .rule(rule)
                .evaluate(BAD_CLASSES)
                .getFailureReport()
                .getDetails())
        .anySatisfy(detail -> assertThat(detail).contains(BAD_ROOT + '.' + culprit, accomplice));
  }

  @ParameterizedTest
  @ValueSource(strings = {"BadRoot", "url.Plain"})
  void let_be_what_the_table_allows(String innocent) {
    assertThat(
            new ArchitectureRules(BAD_ROOT)
                .rule("packages use what the table says")
                .evaluate(BAD_CLASSES)
                .getFailureReport()
                .getDetails())
        .map(detail -> detail.substring(detail.indexOf('<') + 1))
        .noneMatch(origin -> origin.startsWith(BAD_ROOT + '.' + innocent));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds_on_packages_that_are_not_there_yet(String rule) {
    JavaClasses none = new ClassFileImporter().importClasses();
    new ArchitectureRules("io.phish.nothing").rule(rule).check(none);
  }
}
