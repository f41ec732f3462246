package io.phish.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.contract.TestContext;
import io.phish.subject.Subject;
import io.phish.subject.Text;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockingFeatureExtractorTest {
  private static final Text TEXT = Subject.text("a");

  private static final class Waiting extends BlockingFeatureExtractor<Text> {
    final CountDownLatch began = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);

    @Override
    public ExtractorDescriptor<Text> descriptor() {
      return ExtractorDescriptor.builder("acme.waiting", Text.class).cost(Cost.IO).build();
    }

    @Override
    protected Observation observe(Text subject, ExtractionContext context) throws Exception {
      began.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
      return Observation.EMPTY;
    }
  }

  @Test
  void cancellation_interrupts_the_thread_and_completes_the_stage() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Waiting extractor = new Waiting();
      TestContext context = TestContext.builder(TEXT).executor(executor).build();
      CompletableFuture<Observation> stage = extractor.extract(TEXT, context).toCompletableFuture();
      assertThat(extractor.began.await(10, TimeUnit.SECONDS)).isTrue();
      context.cancel();
      assertThat(extractor.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(stage).isCompletedExceptionally();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void cancellation_before_it_began_completes_the_stage() {
    Queue<Runnable> parked = new ArrayDeque<>();
    Waiting extractor = new Waiting();
    TestContext context = TestContext.builder(TEXT).executor(parked::add).build();
    CompletableFuture<Observation> stage = extractor.extract(TEXT, context).toCompletableFuture();
    assertThat(stage).isNotDone();
    context.cancel();
    assertThat(stage).isCancelled();
    parked.forEach(Runnable::run);
    assertThat(extractor.began.getCount()).as("not begun").isEqualTo(1);
  }

  @Test
  void what_it_throws_is_in_the_stage() {
    BlockingFeatureExtractor<Text> extractor =
        new BlockingFeatureExtractor<>() {
          @Override
          public ExtractorDescriptor<Text> descriptor() {
            return ExtractorDescriptor.builder("acme.failing", Text.class).cost(Cost.IO).build();
          }

          @Override
          protected Observation observe(Text subject, ExtractionContext context) {
            throw new ExtractionException("no", true, null);
          }
        };
    CompletableFuture<Observation> stage =
        extractor.extract(TEXT, TestContext.of(TEXT)).toCompletableFuture();
    assertThatThrownBy(stage::join).hasRootCauseInstanceOf(ExtractionException.class);
  }
}
