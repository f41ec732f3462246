package io.phish;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.phish");

  private static final ArchRule DEPENDENCIES =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.phish..", "java..", "org.slf4j..", "org.jspecify..");

  private static final ArchRule STREAMS = noClasses().should(ACCESS_STANDARD_STREAMS);

  private static final ArchRule STATE = fields().that().areStatic().should().beFinal();

  static List<ArchRule> rules() {
    return List.of(DEPENDENCIES, STREAMS, STATE);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    assertThat(CLASSES.contain(Detector.class)).isTrue();
    rule.check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void bites(ArchRule rule) {
    JavaClasses bad = new ClassFileImporter().importClasses(Bad.class);
    assertThat(rule.evaluate(bad).hasViolation()).isTrue();
  }

  @Test
  void dependencies_are_named() {
    JavaClasses bad = new ClassFileImporter().importClasses(Bad.class);
    assertThat(DEPENDENCIES.evaluate(bad).getFailureReport().toString())
        .contains("org.assertj.core.api.Assertions");
  }

  /** Breaks every rule. */
  static final class Bad {
    static int calls;

    void call() {
      calls++;
      System.out.println(Assertions.class);
    }
  }
}
