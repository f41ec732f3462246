package com.example.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.phish.AnalysisMode;
import io.phish.contract.TestContext;
import io.phish.spi.CanonicalForm;
import io.phish.subject.Subject;
import io.phish.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class TestContextTest {
  private static final Text TEXT = Subject.text("a");

  @Test
  void time_stands_still_off_line_by_default() {
    TestContext context = TestContext.of(TEXT);
    assertThat(context.now()).isEqualTo(TestContext.NOW);
    assertThat(context.remaining()).hasSeconds(1);
    assertThat(context.mode()).isEqualTo(AnalysisMode.OFFLINE);
    assertThat(context.form().text()).isEqualTo("a");
    assertThat(context.isCancelled()).isFalse();
  }

  @Test
  void everything_can_be_given() {
    Instant now = Instant.parse("2030-01-01T00:00:00Z");
    Executor executor = task -> {};
    CanonicalForm form = CanonicalForm.of(Subject.text("b"));
    TestContext context =
        TestContext.builder(TEXT)
            .clock(Clock.fixed(now, ZoneOffset.UTC))
            .remaining(Duration.ofMillis(5))
            .mode(AnalysisMode.ONLINE)
            .executor(executor)
            .form(form)
            .build();
    assertThat(context.now()).isEqualTo(now);
    assertThat(context.remaining()).hasMillis(5);
    assertThat(context.mode()).isEqualTo(AnalysisMode.ONLINE);
    assertThat(context.executor()).isSameAs(executor);
    assertThat(context.form()).isSameAs(form);
  }

  @Test
  void cancellation_runs_every_action_once() {
    TestContext context = TestContext.of(TEXT);
    List<String> ran = new ArrayList<>();
    context.onCancel(() -> ran.add("first"));
    context.onCancel(
        () -> {
          throw new IllegalStateException("no");
        });
    context.onCancel(() -> ran.add("third"));
    assertThatIllegalStateException().isThrownBy(context::cancel).withMessage("no");
    context.cancel();
    assertThat(ran).containsExactly("first", "third");
    assertThat(context.isCancelled()).isTrue();
    assertThat(context.remaining()).isZero();
    context.onCancel(() -> ran.add("late"));
    assertThat(ran).endsWith("late");
  }
}
