package com.example.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs one test of a contract on an implementation that is broken on purpose. */
final class ContractRun {

  private ContractRun() {}

  /** The names of the tests of a contract. */
  static Set<String> testsOf(Class<?> contract) {
    return Arrays.stream(contract.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  /** Asserts that the test fails, and says so in these words. */
  static void assertFails(Class<?> implementation, String test, String words) {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(implementation, test))
            .execute()
            .testEvents();
    tests.assertStatistics(statistics -> statistics.started(1).failed(1));
    Throwable failure =
        tests.failed().stream()
            .findFirst()
            .flatMap(event -> event.getPayload(TestExecutionResult.class))
            .flatMap(TestExecutionResult::getThrowable)
            .orElseThrow();
    assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining(words);
  }
}
