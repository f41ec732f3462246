package io.phish.core.engine;

import static io.phish.core.engine.Samples.inline;
import static io.phish.core.engine.Samples.risk;
import static io.phish.core.engine.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.ConfigurationException;
import io.phish.Detector;
import io.phish.DetectorBuilder;
import io.phish.ExtractorInfo;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.LoadProblem;
import io.phish.spi.Observation;
import io.phish.subject.Text;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extensions as they are found on a class path, good and bad ones in one file. */
class DiscoveryTest {
  @TempDir Path folder;
  private URLClassLoader loader;

  /** What the extensions of this test have in common. */
  public abstract static class Extension implements FeatureExtractor<Text> {
    private final ExtractorDescriptor<Text> descriptor;
    Map<String, String> settings = Map.of();

    Extension(ExtractorDescriptor<Text> descriptor) {
      this.descriptor = descriptor;
    }

    Extension(String id) {
      this(ExtractorDescriptor.builder(id, Text.class).settings("colour").build());
    }

    @Override
    public ExtractorDescriptor<Text> descriptor() {
      return descriptor;
    }

    @Override
    public void configure(Map<String, String> settings) {
      this.settings = settings;
    }

    @Override
    public CompletionStage<Observation> extract(Text subject, ExtractionContext context) {
      return CompletableFuture.completedFuture(
          Observation.EMPTY.withFacts(Map.of("colour", settings.getOrDefault("colour", "none"))));
    }
  }

  /** Works. */
  public static final class Good extends Extension {
    /** For the loader. */
    public Good() {
      super("test.good");
    }
  }

  /** Works, too. */
  public static final class AlsoGood extends Extension {
    /** For the loader. */
    public AlsoGood() {
      super("test.also-good");
    }
  }

  /** Cannot be made. */
  public static final class Throwing extends Extension {
    /** For the loader. */
    public Throwing() {
      super("test.throwing");
      throw new IllegalStateException("no licence");
    }
  }

  /** Cannot be made, and says so with an error. */
  public static final class Failing extends Extension {
    /** For the loader. */
    public Failing() {
      super("test.failing");
      throw new NoClassDefFoundError("com/example/Missing");
    }
  }

  /** Has the id of another. */
  public static final class Twin extends Extension {
    /** For the loader. */
    public Twin() {
      super("test.good");
    }
  }

  /** From the future. */
  public static final class Newer extends Extension {
    /** For the loader. */
    public Newer() {
      super(
          ExtractorDescriptor.builder("test.newer", Text.class)
              .apiVersion(ExtractorDescriptor.API_VERSION + 1)
              .build());
    }
  }

  /** Has no descriptor to give. */
  public static final class Undescribed extends Extension {
    /** For the loader. */
    public Undescribed() {
      super("test.undescribed");
    }

    @Override
    public ExtractorDescriptor<Text> descriptor() {
      throw new UnsupportedOperationException("later");
    }
  }

  @BeforeEach
  void services() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.write(
        services.resolve(FeatureExtractor.class.getName()),
        List.of(
            Throwing.class.getName(),
            "com.example.NotThere",
            Failing.class.getName(),
            Twin.class.getName(),
            Good.class.getName(),
            Newer.class.getName(),
            Undescribed.class.getName(),
            Good.class.getName(),
            AlsoGood.class.getName()));
    loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, DiscoveryTest.class.getClassLoader());
  }

  @AfterEach
  void close() throws IOException {
    loader.close();
  }

  private DetectorBuilder builder() {
    return Detector.builder().classLoader(loader).disable("phish.*");
  }

  private static List<String> used(Detector detector) {
    return detector.extractors().stream()
        .filter(ExtractorInfo::enabled)
        .map(info -> info.descriptor().id())
        .toList();
  }

  @Test
  void a_broken_one_is_reported_and_hides_no_other() {
    try (Detector detector = builder().build()) {
      assertThat(used(detector)).containsExactly("test.also-good", "test.good");
      assertThat(detector.problems())
          .extracting(LoadProblem::provider)
          .containsExactlyInAnyOrder(
              Throwing.class.getName(),
              "com.example.NotThere",
              Failing.class.getName(),
              Twin.class.getName(),
              Newer.class.getName(),
              Undescribed.class.getName());
      assertThat(problem(detector, Throwing.class.getName()).message()).contains("no licence");
      assertThat(problem(detector, Failing.class.getName()).message())
          .contains("com/example/Missing");
      assertThat(problem(detector, "com.example.NotThere").source())
          .contains(folder.getFileName() + "/META-INF/services");
      assertThat(problem(detector, Twin.class.getName()).message())
          .contains("test.good", Good.class.getName());
      assertThat(problem(detector, Newer.class.getName()).message()).contains("newer phish-core");
      assertThat(problem(detector, Undescribed.class.getName()).message()).contains("later");
    }
  }

  private static LoadProblem problem(Detector detector, String provider) {
    return detector.problems().stream()
        .filter(problem -> problem.provider().equals(provider))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void strict_makes_a_broken_one_an_error_that_names_them_all() {
    assertThatThrownBy(() -> builder().strict(true).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no licence")
        .hasMessageContaining("com.example.NotThere");
  }

  @Test
  void enabling_leaves_the_others_out_and_disabling_wins() {
    try (Detector detector = builder().enable("test.*").disable("*.good").build()) {
      assertThat(used(detector)).containsExactly("test.also-good");
    }
  }

  @Test
  void an_unknown_id_is_an_error_that_lists_the_known_ones() {
    assertThatThrownBy(() -> builder().disable("test.godo").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("test.godo")
        .hasMessageContaining("test.good")
        .hasMessageContaining("test.also-good");
    assertThatThrownBy(() -> builder().enable("other.*").build()).hasMessageContaining("other.*");
    assertThatThrownBy(() -> builder().weight("nobody", 1).build()).hasMessageContaining("nobody");
    assertThatThrownBy(() -> builder().model("nobody", new Samples.RiskModel("x")).build())
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> builder().configure("nobody", Map.of()).build())
        .hasMessageContaining("nobody");
  }

  @Test
  void settings_reach_their_extractor_only() {
    try (Detector detector =
        builder()
            .configure("test.*", Map.of("timeout", "70ms"))
            .configure("test.good", Map.of("colour", "red"))
            .build()) {
      assertThat(detector.extractors())
          .filteredOn(ExtractorInfo::enabled)
          .extracting(info -> info.descriptor().timeout().toMillis())
          .containsOnly(70L);
      var reports = detector.analyze(text("x")).join().extractors();
      assertThat(reports)
          .map(report -> Objects.requireNonNull(report.observation()).facts().get("colour"))
          .containsExactly("none", "red");
    }
  }

  @Test
  void a_setting_nobody_knows_or_understands_is_an_error() {
    assertThatThrownBy(() -> builder().configure("test.good", Map.of("color", "red")).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("color")
        .hasMessageContaining("[colour, timeout]");
    assertThatThrownBy(() -> builder().configure("test.good", Map.of("timeout", "soon")).build())
        .hasMessageContaining("soon");
    assertThatThrownBy(() -> builder().configure("test.good", Map.of("timeout", "0ms")).build())
        .hasMessageContaining("0ms");
  }

  @Test
  void one_given_with_the_id_of_one_found_is_an_error() {
    assertThatThrownBy(() -> builder().extractor(inline("test.good", 1, risk(0))).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("test.good")
        .hasMessageContaining("test-classes");
    assertThatThrownBy(
            () ->
                Samples.bare()
                    .extractor(inline("test.a", 1, risk(0)))
                    .extractor(inline("test.a", 1, risk(0)))
                    .build())
        .hasMessageContaining("given twice");
  }

  @Test
  void the_vendor_phish_is_reserved() {
    ExtractorDescriptor<Text> descriptor =
        ExtractorDescriptor.builder("phish.mine", Text.class).build();
    FeatureExtractor<?> stranger =
        (FeatureExtractor<?>)
            Proxy.newProxyInstance(
                loader,
                new Class<?>[] {FeatureExtractor.class},
                (proxy, method, arguments) -> descriptor);

    assertThatThrownBy(() -> Samples.bare().extractor(stranger).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("reserved");
  }
}
