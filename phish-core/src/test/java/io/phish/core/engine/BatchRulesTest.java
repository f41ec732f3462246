package io.phish.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.phish.AnalysisResult;
import io.phish.BatchOptions;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The rules of Reactive Streams 1.0.4, as its own compatibility kit tests them. */
class BatchRulesTest {
  private static final ExecutorService threads = Executors.newFixedThreadPool(4);

  @AfterAll
  static void stop() {
    threads.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> publisher_of_inputs_from_an_iterable_in_order() {
    return rules(() -> new OverIterable(BatchOptions.defaults(), new BatchPool(threads, 4)));
  }

  @TestFactory
  Stream<DynamicTest> publisher_of_inputs_from_an_iterable_as_they_are_ready() {
    BatchOptions options = BatchOptions.defaults().withOrdered(false).withConcurrency(3);
    return rules(() -> new OverIterable(options, new BatchPool(threads, 4)));
  }

  @TestFactory
  Stream<DynamicTest> publisher_whose_work_runs_on_the_thread_of_the_subscriber() {
    return rules(() -> new OverIterable(BatchOptions.defaults(), new BatchPool(Runnable::run, 2)));
  }

  @TestFactory
  Stream<DynamicTest> publisher_of_inputs_from_a_publisher() {
    return rules(OverPublisher::new);
  }

  @TestFactory
  Stream<DynamicTest> subscriber_to_a_publisher_of_inputs() {
    return rules(Subscriber::new);
  }

  private interface Maker {
    Object make();
  }

  /** Each rule as one test, on an object of its own. */
  private static Stream<DynamicTest> rules(Maker maker) {
    return Arrays.stream(maker.make().getClass().getMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        // What the kit cannot test, and several subscribers, which a batch refuses.
        .filter(method -> !method.getName().startsWith("untested"))
        .filter(method -> !method.getName().startsWith("optional_spec111"))
        .sorted(Comparator.comparing(Method::getName))
        .map(method -> dynamicTest(method.getName(), () -> check(maker.make(), method)));
  }

  private static void check(Object verification, Method rule) throws Throwable {
    call(verification, BeforeClass.class);
    call(verification, BeforeMethod.class);
    try {
      rule.invoke(verification);
    } catch (InvocationTargetException e) {
      // The kit skips what it could not verify: that fails here too.
      throw e.getCause();
    } finally {
      call(verification, AfterClass.class);
    }
  }

  private static void call(Object verification, Class<? extends Annotation> when)
      throws ReflectiveOperationException {
    for (Method method : verification.getClass().getMethods()) {
      if (method.isAnnotationPresent(when)) {
        method.invoke(verification);
      }
    }
  }

  private static TestEnvironment environment() {
    return new TestEnvironment(5_000, 50, 50);
  }

  /** Made public as the kit is called by reflection. */
  public static final class OverIterable extends FlowPublisherVerification<AnalysisResult<Long>> {
    private final BatchOptions options;
    private final BatchPool pool;

    OverIterable(BatchOptions options, BatchPool pool) {
      super(environment());
      this.options = options;
      this.pool = pool;
    }

    @Override
    public Flow.Publisher<AnalysisResult<Long>> createFlowPublisher(long elements) {
      return batch(BatchFixtures.numbers(elements));
    }

    @Override
    public Flow.Publisher<AnalysisResult<Long>> createFailedFlowPublisher() {
      Batch<Long> batch = batch(BatchFixtures.numbers(1));
      batch.abort(new IllegalStateException("ended before it began"));
      return batch;
    }

    private Batch<Long> batch(Iterable<Long> numbers) {
      return new Batch<>(numbers, BatchFixtures::subject, options, BatchFixtures::analysed, pool);
    }
  }

  /** Made public as the kit is called by reflection. */
  public static final class OverPublisher extends FlowPublisherVerification<AnalysisResult<Long>> {
    private final BatchPool pool = new BatchPool(threads, 4);

    OverPublisher() {
      super(environment());
    }

    @Override
    public Flow.Publisher<AnalysisResult<Long>> createFlowPublisher(long elements) {
      return batch(BatchFixtures.publisher(BatchFixtures.numbers(elements)));
    }

    @Override
    public Flow.Publisher<AnalysisResult<Long>> createFailedFlowPublisher() {
      Batch<Long> batch = batch(subscriber -> {});
      batch.abort(new IllegalStateException("ended before it began"));
      return batch;
    }

    private Batch<Long> batch(Flow.Publisher<Long> numbers) {
      return new Batch<>(
          numbers,
          BatchFixtures::subject,
          BatchOptions.defaults().withConcurrency(7),
          BatchFixtures::analysed,
          pool);
    }
  }

  /** Made public as the kit is called by reflection. */
  public static final class Subscriber extends FlowSubscriberBlackboxVerification<Long> {
    Subscriber() {
      super(environment());
    }

    @Override
    public Flow.Subscriber<Long> createFlowSubscriber() {
      AtomicReference<Flow.Subscriber<? super Long>> subscriber = new AtomicReference<>();
      Flow.Publisher<Long> publisher = subscriber::set;
      Batch<Long> batch =
          new Batch<>(
              publisher,
              BatchFixtures::subject,
              BatchOptions.defaults(),
              BatchFixtures::analysed,
              new BatchPool(Runnable::run, 1));
      assertThat(batch.forEach(result -> {})).isNotDone();
      @SuppressWarnings("unchecked")
      Flow.Subscriber<Long> of = (Flow.Subscriber<Long>) Objects.requireNonNull(subscriber.get());
      return of;
    }

    @Override
    public Long createElement(int element) {
      return (long) element;
    }
  }
}
