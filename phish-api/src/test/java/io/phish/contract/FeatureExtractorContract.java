package io.phish.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.phish.AnalysisMode;
import io.phish.Brand;
import io.phish.ConfigurationException;
import io.phish.PhishException;
import io.phish.spi.CanonicalForm;
import io.phish.spi.Cost;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.Feature;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.FeatureSchema;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.spi.Protection;
import io.phish.spi.ScoringModel;
import io.phish.subject.Subject;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What every {@link FeatureExtractor} must keep. A test of one is two lines:
 *
 * <pre>{@code
 * class CertificateAgeTest implements FeatureExtractorContract<Domain> {
 *   public FeatureExtractor<Domain> extractor() { return new CertificateAge(new FakeSource()); }
 *   public Domain subject() { return Subject.domain("example.com"); }
 * }
 * }</pre>
 *
 * <p>An extractor that asks the network is given sources that answer at once and always the same.
 * Everything is asked through {@link TestContext}, in which time stands still.
 *
 * <p>What cannot be seen from outside is not checked: of connections only those made by {@link
 * java.net.Socket}, {@link java.net.URLConnection} and {@code java.net.http} are noticed, not
 * channels, datagrams or name look-ups.
 *
 * @param <S> the kind of subject the extractor looks at
 */
public interface FeatureExtractorContract<S extends Subject> {

  /** A new extractor, not yet configured, at every call. */
  FeatureExtractor<S> extractor();

  /** A subject about which the extractor has something to say. */
  S subject();

  /** What {@link #extractor} is configured with; nothing by default. */
  default Map<String, String> settings() {
    return Map.of();
  }

  /** The names that matter to the host of {@link #extractor}; none by default. */
  default Protection protection() {
    return Protection.NONE;
  }

  /**
   * The form of a subject; its value by default. Override it for an extractor that needs a host or
   * a parser's form. An {@link io.phish.InvalidSubjectException} leaves the subject out.
   */
  default CanonicalForm form(S subject) {
    return CanonicalForm.of(subject);
  }

  /** Subjects to be survived: those of {@link HostileSubjects} by default. */
  default List<S> hostileSubjects() {
    return HostileSubjects.of(descriptor().subjectType());
  }

  /** The mode to ask in: on-line exactly if the descriptor says that the network is contacted. */
  default AnalysisMode mode() {
    return descriptor().contactsNetwork() ? AnalysisMode.ONLINE : AnalysisMode.OFFLINE;
  }

  /**
   * A new extractor whose sources never answer, to see that it lets go when told to; the usual one
   * by default, for an extractor without sources.
   */
  default FeatureExtractor<S> stalledExtractor() {
    return extractor();
  }

  /**
   * By how much a time may be overrun, and how soon work must end after its cancellation. One
   * second by default, for slow build machines.
   */
  default Duration tolerance() {
    return Duration.ofSeconds(1);
  }

  /**
   * Whether a thread that was started during a look-up may outlive the extractor, because it serves
   * the whole process. By default those that the JDK keeps for {@code CompletableFuture}, the
   * common pool and {@code HttpClient}, which cannot be closed before JDK 21.
   */
  default boolean isShared(Thread thread) {
    String name = thread.getName();
    return name.startsWith("ForkJoinPool.commonPool")
        || name.startsWith("CompletableFuture")
        || name.startsWith("HttpClient-");
  }

  private ExtractorDescriptor<S> descriptor() {
    try (FeatureExtractor<S> extractor = extractor()) {
      return extractor.descriptor();
    }
  }

  /** One that is configured and ready. */
  private LookUps<S> open() throws Exception {
    return new LookUps<>(this, this::extractor);
  }

  @Test
  default void descriptor_is_the_same_at_every_call() throws Exception {
    FeatureExtractor<S> extractor = extractor();
    ExtractorDescriptor<S> descriptor = extractor.descriptor();
    assertEquals(descriptor, extractor.descriptor(), "descriptor of an unconfigured extractor");
    try (LookUps<S> lookUps = new LookUps<>(this, () -> extractor)) {
      assertEquals(descriptor, extractor.descriptor(), "descriptor after configure");
      lookUps.ask(subject());
      assertEquals(descriptor, extractor.descriptor(), "descriptor after extract");
      lookUps.crew.call(
          "descriptor, a thousand times,",
          tolerance(),
          () -> {
            for (int i = 0; i < 1_000; i++) {
              assertEquals(descriptor, extractor.descriptor(), "descriptor");
            }
            return descriptor;
          });
    }
    try (LookUps<S> another = open()) {
      ExtractorDescriptor<S> other = another.extractor.descriptor();
      assertAll(
          "descriptor of another instance",
          () -> assertEquals(descriptor.id(), other.id()),
          () -> assertEquals(descriptor.version(), other.version()),
          () -> assertEquals(descriptor.schema(), other.schema()));
    }
  }

  /** It may make something of them or not; what it says of itself stays. */
  @Test
  default void any_names_of_the_host_are_taken() throws Exception {
    Protection protection =
        new Protection(
            List.of(
                Brand.of("Acme", "acme.example", "acme.co.example"),
                Brand.of("b\u00fccher", "b\u00fccher.example"),
                Brand.of("x")),
            Set.of("partner.example", "192.0.2.1"),
            Set.of("attack.example", "xn--bcher-kva.example"));
    try (LookUps<S> lookUps = new LookUps<>(this, this::extractor, protection)) {
      assertEquals(descriptor().id(), lookUps.extractor.descriptor().id(), "id after protect");
      for (S subject : lookUps.someSubjects()) {
        assertNotNull(lookUps.ask(subject), "outcome for " + subject.display());
      }
    }
  }

  @Test
  default void id_is_not_that_of_another_vendor() throws Exception {
    try (LookUps<S> lookUps = open()) {
      String id = lookUps.extractor.descriptor().id();
      if (id.startsWith("phish.")) {
        String home = "io.phish.";
        assertTrue(
            lookUps.extractor.getClass().getName().startsWith(home)
                && getClass().getName().startsWith(home),
            id + " is reserved for extractors of Phish itself; use a vendor name of your own");
      }
    }
  }

  @Test
  default void api_version_is_supported() throws Exception {
    try (LookUps<S> lookUps = open()) {
      int version = lookUps.extractor.descriptor().apiVersion();
      assertTrue(
          version >= 1 && version <= ExtractorDescriptor.API_VERSION,
          "API version " + version + "; this one is " + ExtractorDescriptor.API_VERSION);
    }
  }

  @Test
  default void descriptor_and_schema_can_be_shown_to_people() throws Exception {
    try (LookUps<S> lookUps = open()) {
      ExtractorDescriptor<S> descriptor = lookUps.extractor.descriptor();
      Checks.requirePlain("description", descriptor.description());
      for (Feature feature : descriptor.schema().features()) {
        assertFalse(feature.description().isBlank(), feature.name() + " has no description");
        Checks.requirePlain("description of " + feature.name(), feature.description());
      }
    }
  }

  @Test
  default void settings_may_be_left_out() throws Exception {
    assertTrue(
        descriptor().settings().containsAll(settings().keySet()),
        () -> "settings() has keys that the descriptor does not name: " + settings().keySet());
    try (FeatureExtractor<S> extractor = extractor()) {
      extractor.configure(Map.of());
    } catch (ConfigurationException e) {
      assertFalse(settings().isEmpty(), "without settings: " + e);
    } catch (RuntimeException e) {
      fail("without settings; say what is missing by a ConfigurationException", e);
    }
  }

  @Test
  default void answers_for_its_subject() throws Exception {
    try (LookUps<S> lookUps = open()) {
      Outcome outcome = lookUps.ask(subject());
      assertNotNull(outcome.observation(), () -> "the look-up ended with a " + outcome);
    }
  }

  @Test
  default void output_is_within_the_schema() throws Exception {
    try (LookUps<S> lookUps = open()) {
      for (S subject : lookUps.subjects()) {
        Observation observation = lookUps.ask(subject).observation();
        if (observation != null) {
          Checks.requireWithin(lookUps.extractor.descriptor().schema(), observation, subject);
        }
      }
    }
  }

  @Test
  default void facts_and_findings_have_no_control_characters() throws Exception {
    try (LookUps<S> lookUps = open()) {
      for (S subject : lookUps.subjects()) {
        Observation observation = lookUps.ask(subject).observation();
        if (observation != null) {
          observation
              .facts()
              .forEach(
                  (name, value) -> {
                    Checks.requirePlain("name of a fact", name);
                    Checks.requirePlain("fact " + name, value);
                  });
          for (Finding finding : observation.findings()) {
            Checks.requirePlain("message of " + finding.code(), finding.message());
          }
        }
      }
    }
  }

  /** Each is answered in time or fails with an exception that is meant: not with a bug's. */
  @Test
  default void hostile_subjects_do_no_harm() throws Exception {
    try (LookUps<S> lookUps = open()) {
      for (S subject : lookUps.subjects()) {
        Throwable failure = lookUps.ask(subject).failure();
        if (failure instanceof Error
            || (failure instanceof RuntimeException
                && !(failure instanceof PhishException
                    || failure instanceof CancellationException
                    || failure instanceof RejectedExecutionException
                    || failure instanceof UncheckedIOException))) {
          fail(
              subject.display()
                  + " ends with "
                  + failure
                  + "; answer what is known, or throw an ExtractionException",
              failure);
        }
      }
    }
  }

  @Test
  default void answers_are_the_same_every_time() throws Exception {
    try (LookUps<S> lookUps = open();
        LookUps<S> another = open()) {
      for (S subject : lookUps.someSubjects()) {
        Outcome first = lookUps.ask(subject);
        Checks.requireSame(subject, first, lookUps.ask(subject), "asked again");
        Checks.requireSame(subject, first, another.ask(subject), "asked of another instance");
      }
    }
  }

  @Test
  default void answers_are_the_same_on_64_threads() throws Exception {
    try (LookUps<S> lookUps = open()) {
      List<S> subjects = lookUps.someSubjects();
      List<Outcome> expected = new ArrayList<>();
      for (S subject : subjects) {
        expected.add(lookUps.ask(subject));
      }
      Checks.onThreads(
          64,
          number -> {
            for (int i = 0; i < subjects.size(); i++) {
              int at = (i + number) % subjects.size();
              S subject = subjects.get(at);
              Outcome outcome = lookUps.ask(subject);
              Checks.requireSame(subject, expected.get(at), outcome, "on one of 64 threads");
            }
          });
    }
  }

  @Test
  default void an_inline_extractor_has_answered_on_return() throws Exception {
    try (LookUps<S> lookUps = open()) {
      if (lookUps.extractor.descriptor().cost() == Cost.INLINE) {
        for (S subject : lookUps.someSubjects()) {
          assertTrue(
              lookUps.start(subject, lookUps.context(subject).build()).stage().isDone(),
              "extract returned before it had looked at " + subject.display());
        }
        assertEquals(0, lookUps.crew.tasks(), "tasks given to the executor");
      }
    }
  }

  @Test
  default void nothing_waits_on_the_calling_thread() throws Exception {
    try (LookUps<S> lookUps = open()) {
      S subject = subject();
      lookUps.ask(subject); // classes are loaded, connections made
      Queue<Runnable> parked = new ConcurrentLinkedQueue<>();
      TestContext context = lookUps.context(subject).executor(parked::add).build();
      LookUps.Started started = lookUps.start(subject, context);
      assertEquals(0, started.waits(), "how often the caller of extract waited, slept or parked");
      context.cancel();
      parked.forEach(lookUps.crew::execute);
      assertTrue(
          lookUps.crew.isIdleWithin(tolerance()), "work that began after its cancellation goes on");
    }
  }

  @Test
  default void a_full_executor_is_a_failure() throws Exception {
    try (LookUps<S> lookUps = open()) {
      TestContext context =
          lookUps
              .context(subject())
              .executor(
                  task -> {
                    throw new RejectedExecutionException("full");
                  })
              .build();
      // That there is an outcome is all: without the executor an answer is as good.
      assertNotNull(lookUps.ask(subject(), context));
    }
  }

  @Test
  default void work_ends_when_it_is_cancelled() throws Exception {
    S subject = subject();
    try (LookUps<S> lookUps = new LookUps<>(this, this::stalledExtractor)) {
      TestContext context = lookUps.context(subject).build();
      LookUps.Started started = lookUps.start(subject, context);
      lookUps.crew.awaitBegin(tolerance());
      Checks.requireEnd(lookUps, context, started, tolerance());
    }
  }

  @Test
  default void work_ends_when_it_is_cancelled_before_it_began() throws Exception {
    S subject = subject();
    try (LookUps<S> lookUps = new LookUps<>(this, this::stalledExtractor)) {
      TestContext context = lookUps.context(subject).build();
      context.cancel();
      Checks.requireEnd(lookUps, context, lookUps.start(subject, context), tolerance());
    }
  }

  @Test
  default void cancellation_after_the_end_does_nothing() throws Exception {
    try (LookUps<S> lookUps = open()) {
      S subject = subject();
      TestContext context = lookUps.context(subject).build();
      Outcome before = lookUps.ask(subject, context);
      assertDoesNotThrow(context::cancel, "what was given to onCancel threw");
      Checks.requireSame(subject, before, lookUps.ask(subject), "after a cancellation");
    }
  }

  @Test
  default void cache_key_is_the_same_at_every_call() throws Exception {
    try (LookUps<S> lookUps = open()) {
      List<S> subjects = lookUps.subjects();
      List<Optional<String>> keys = new ArrayList<>();
      for (S subject : subjects) {
        keys.add(Checks.key(lookUps, form(subject)));
      }
      Checks.onThreads(
          8,
          number -> {
            for (int i = 0; i < subjects.size(); i++) {
              S subject = subjects.get(i);
              assertEquals(
                  keys.get(i), Checks.key(lookUps, form(subject)), "key of " + subject.display());
            }
          });
    }
  }

  @Test
  default void subjects_with_one_cache_key_have_one_answer() throws Exception {
    try (LookUps<S> lookUps = open()) {
      if (!lookUps.extractor.descriptor().cachePolicy().isCaching()) {
        return;
      }
      Map<String, S> firsts = new HashMap<>();
      for (S subject : lookUps.subjects()) {
        Optional<String> key = Checks.key(lookUps, form(subject));
        if (key.isPresent()) {
          S first = Objects.requireNonNullElse(firsts.putIfAbsent(key.get(), subject), subject);
          if (!first.equals(subject)) {
            Outcome expected = lookUps.ask(first);
            Outcome outcome = lookUps.ask(subject);
            if (expected.observation() != null && outcome.observation() != null) {
              Checks.requireSame(
                  subject, expected, outcome, "though its cache key is that of " + first.display());
            }
          }
        }
      }
    }
  }

  @Test
  @ResourceLock("java.net.ProxySelector")
  default void makes_no_connection_unless_it_says_so() throws Exception {
    try (LookUps<S> lookUps = open()) {
      if (lookUps.extractor.descriptor().contactsNetwork()) {
        return;
      }
      ProxySelector before = ProxySelector.getDefault();
      ConnectionWatch watch = new ConnectionWatch(before, lookUps.crew);
      ProxySelector.setDefault(watch);
      try {
        for (S subject : lookUps.someSubjects()) {
          lookUps.ask(subject, lookUps.context(subject).mode(AnalysisMode.OFFLINE).build());
        }
      } finally {
        ProxySelector.setDefault(before);
      }
      assertEquals(
          List.of(), watch.targets(), "connections of an extractor that says it makes none");
    }
  }

  @Test
  default void model_keeps_its_contract() throws Exception {
    try (LookUps<S> lookUps = open()) {
      Optional<ScoringModel> model = lookUps.extractor.model();
      if (model.isEmpty()) {
        return;
      }
      FeatureSchema schema = model.get().schema();
      Checks.requireCommonFeature(lookUps.extractor.descriptor().schema(), schema);
      try (ModelChecks checks = new ModelChecks(model.get(), tolerance())) {
        checks.all();
        for (S subject : lookUps.someSubjects()) {
          Observation observation = lookUps.ask(subject).observation();
          if (observation != null) {
            checks.assess(observation.features().project(schema));
          }
        }
      }
    }
  }

  @Test
  default void evidence_is_at_hand_for_every_feature() throws Exception {
    try (LookUps<S> lookUps = open()) {
      for (S subject : lookUps.subjects()) {
        Observation observation = lookUps.ask(subject).observation();
        if (observation != null) {
          new EvidenceChecks<>(lookUps, subject, form(subject), observation).all();
        }
      }
    }
  }

  @Test
  default void close_leaves_no_thread_behind() throws Exception {
    List<Callable<FeatureExtractor<S>>> makers = List.of(this::extractor, this::stalledExtractor);
    for (Callable<FeatureExtractor<S>> maker : makers) {
      LookUps<S> lookUps = new LookUps<>(this, maker);
      TestContext context = lookUps.context(subject()).build();
      lookUps.start(subject(), context);
      context.cancel();
      lookUps.close();
      assertEquals(
          List.of(), lookUps.crew.leftovers(tolerance(), this::isShared), "threads left behind");
    }
  }

  @Test
  default void close_may_be_called_twice() throws Exception {
    try (LookUps<S> lookUps = open()) {
      lookUps.ask(subject());
      lookUps.extractor.close();
      // The second call is that of the look-ups.
    }
  }
}
