package io.phish.core.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.phish.core.name.resemblance.ResemblanceRule;
import io.phish.core.packages.registry.PackageRegistry;
import io.phish.core.packages.registry.RegistryAnswer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageCheckerTest {
  private static final Clock CLOCK = Clock.fixed(Metadata.NOW, ZoneOffset.UTC);

  private static PackageId id(String line) {
    return PackageId.read(line, null);
  }

  private static PackageVerdict check(PackageChecker checker, String line) {
    return checker.check(id(line)).toCompletableFuture().join();
  }

  private static PackageVerdict offline(String line) {
    try (PackageChecker checker = PackageChecker.builder().build()) {
      return check(checker, line);
    }
  }

  private static PackageVerdict with(PackageLists lists, PackageRegistry registry, String line) {
    try (PackageChecker checker =
        PackageChecker.builder().lists(lists).registry(registry).clock(CLOCK).build()) {
      return check(checker, line);
    }
  }

  private static PackageVerdict with(PackageRegistry registry, String line) {
    return with(PackageLists.bundled(), registry, line);
  }

  private static PackageVerdict with(PackageLists lists, String line) {
    try (PackageChecker checker = PackageChecker.builder().lists(lists).build()) {
      return check(checker, line);
    }
  }

  private static List<String> codes(PackageVerdict verdict) {
    return verdict.reasons().stream().map(PackageReason::code).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "pypi/reqeusts, requests, TRANSPOSITION",
    "npm/lodahs, lodash, TRANSPOSITION",
    "cargo/serde-jsn, serde_json, OMISSION",
    "gem/nokoogiri, nokogiri, REPETITION",
    "maven/org.sl4fj:slf4j-api, org.slf4j:slf4j-api, TRANSPOSITION",
    "golang/github.com/psf13/cobra, github.com/spf13/cobra, TRANSPOSITION",
    "nuget/Newtonsfot.Json, Newtonsoft.Json, TRANSPOSITION"
  })
  void tells_what_a_name_looks_like_without_asking_anybody(
      String line, String target, ResemblanceRule rule) {
    PackageVerdict verdict = offline(line);

    assertThat(verdict.recommendation()).isIn(Recommendation.SUSPICIOUS, Recommendation.HIGH_RISK);
    assertThat(verdict.score()).isBetween(0.4, 1.0);
    assertThat(verdict.resemblance())
        .satisfies(
            hit -> {
              assertThat(hit.target().name()).isEqualTo(target);
              assertThat(hit.rule()).isEqualTo(rule);
            });
    assertThat(verdict.reasons().get(0).message()).contains(target, "number ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pypi/requests",
        "pypi/Requests",
        "pypi/Python.Dateutil",
        "npm/lodash",
        "npm/@babel/core",
        "cargo/serde_json",
        "cargo/serde-json",
        "maven/org.slf4j:slf4j-api",
        "gem/rake",
        "golang/github.com/spf13/cobra",
        "golang/gopkg.in/yaml.v3",
        "nuget/NEWTONSOFT.json"
      })
  void knows_popular_packages_by_every_name_they_go_by(String line) {
    PackageVerdict verdict = offline(line);

    assertThat(verdict.recommendation()).isEqualTo(Recommendation.SAFE);
    assertThat(codes(verdict)).containsExactly("popular");
    assertThat(verdict.score()).isLessThan(0.01);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pypi/zzqqxx-unheard-of", "npm/@acme/unheard", "maven/com.acme:unheard"})
  void makes_nothing_of_a_name_that_nothing_is_known_of(String line) {
    PackageVerdict verdict = offline(line);

    assertThat(verdict.recommendation()).isEqualTo(Recommendation.UNKNOWN);
    assertThat(verdict.score()).isNaN();
    assertThat(verdict.reasons()).isEmpty();
    assertThat(verdict.missing()).isNull();
  }

  @Test
  void judges_a_name_that_the_registry_cannot_have_by_its_looks() {
    PackageVerdict verdict = offline("pypi/r\u0435quests");

    assertThat(verdict.recommendation()).isEqualTo(Recommendation.HIGH_RISK);
    assertThat(codes(verdict)).contains("mixed-scripts", "resemblance", "invalid-name");
    FakeRegistry registry = FakeRegistry.empty();
    with(registry, "pypi/r\u0435quests");
    assertThat(registry.asked).isEmpty();
  }

  @Test
  void sees_a_campaign_of_mixed_scripts_whoever_it_imitates() {
    assertThat(offline("nuget/Acm\u0435.Int\u0435rnal.Unheard").recommendation())
        .isEqualTo(Recommendation.HIGH_RISK);
    assertThat(offline("nuget/Наша.Библиотека").recommendation()).isEqualTo(Recommendation.UNKNOWN);
  }

  @Test
  void never_fails_at_what_is_no_name() {
    try (PackageChecker checker = PackageChecker.builder().build()) {
      List<PackageId> ids = new ArrayList<>();
      for (String name :
          new String[] {
            "",
            " ",
            "a".repeat(10_000),
            "a\u0007b",
            "\uD83D",
            "😀",
            "a😀",
            "../..",
            "requests\u202Etxt",
            "%2e%2e"
          }) {
        for (Ecosystem ecosystem : Ecosystem.values()) {
          ids.add(PackageId.of(ecosystem, name));
        }
      }

      List<PackageVerdict> verdicts = checker.checkAll(ids).toCompletableFuture().join();

      assertThat(verdicts).hasSameSizeAs(ids);
      assertThat(verdicts)
          .allSatisfy(
              verdict -> assertThat(verdict.recommendation()).isNotEqualTo(Recommendation.SAFE));
      assertThat(verdicts.get(0).reasons().get(0).message()).contains("empty");
    }
  }

  @Test
  void counts_words_around_a_popular_name_once_metadata_support_it() {
    PackageVerdict alone = offline("pypi/requests-toolkit");
    assertThat(alone.recommendation()).isEqualTo(Recommendation.UNKNOWN);
    assertThat(alone.resemblance()).isNotNull();

    PackageVerdict fresh =
        with(
            FakeRegistry.empty().with("pypi/requests-toolkit", Metadata.fresh().build()),
            "pypi/requests-toolkit");
    assertThat(fresh.recommendation()).isIn(Recommendation.SUSPICIOUS, Recommendation.HIGH_RISK);
    assertThat(codes(fresh)).contains("combosquat", "resemblance");

    PackageVerdict plain =
        with(
            FakeRegistry.empty().with("pypi/requests-toolkit", Metadata.plain().build()),
            "pypi/requests-toolkit");
    assertThat(plain.recommendation()).isEqualTo(Recommendation.UNKNOWN);
  }

  @Test
  void does_not_hold_it_against_a_package_that_it_is_new() {
    PackageVerdict verdict =
        with(FakeRegistry.empty().with("pypi/zzqqxx", Metadata.fresh().build()), "pypi/zzqqxx");

    assertThat(verdict.recommendation()).isEqualTo(Recommendation.UNKNOWN);
    assertThat(verdict.score()).isNaN();
    assertThat(codes(verdict)).contains("young", "few-downloads");
    assertThat(verdict.reasons()).allSatisfy(reason -> assertThat(reason.weight()).isZero());
  }

  @Test
  void finds_a_new_package_suspicious_that_runs_code_at_once_and_has_a_new_publisher() {
    PackageVerdict verdict =
        with(
            FakeRegistry.empty()
                .with("npm/zzqqxx", Metadata.fresh().installScript().publisherChanged().build()),
            "npm/zzqqxx");

    assertThat(verdict.recommendation()).isEqualTo(Recommendation.SUSPICIOUS);
  }

  @Test
  void takes_an_established_package_for_safe_though_it_is_not_in_the_list() {
    PackageVerdict verdict =
        with(
            FakeRegistry.empty().with("pypi/zzqqxx", Metadata.established().build()),
            "pypi/zzqqxx");

    assertThat(verdict.recommendation()).isEqualTo(Recommendation.SAFE);
    assertThat(verdict.score()).isLessThan(0.01);
  }

  @Test
  void tells_why_it_matters_that_a_package_is_missing() {
    FakeRegistry registry =
        FakeRegistry.empty().with("npm/gone-away", new RegistryAnswer.Absent(true));
    PackageLists lists =
        PackageLists.builder()
            .privateScope(Ecosystem.NPM, "@acme")
            .privateNames(List.of(id("pypi/acme-core")))
            .knownHallucinated(List.of(id("pypi/zz-invented")))
            .build();

    assertThat(with(lists, registry, "pypi/reqeusts").missing()).isEqualTo(Missing.NEAR_POPULAR);
    assertThat(with(lists, registry, "pypi/requests-toolkit").missing())
        .isEqualTo(Missing.NEAR_POPULAR);
    assertThat(with(lists, registry, "npm/gone-away").missing()).isEqualTo(Missing.TOMBSTONE);
    assertThat(with(lists, registry, "npm/@acme/thing").missing()).isEqualTo(Missing.PRIVATE_SCOPE);
    assertThat(with(lists, registry, "pypi/acme_core").missing()).isEqualTo(Missing.PRIVATE_SCOPE);
    assertThat(with(lists, registry, "pypi/zz-invented").missing())
        .isEqualTo(Missing.KNOWN_HALLUCINATED);
    PackageVerdict plain = with(lists, registry, "pypi/zzqqxx");
    assertThat(plain.missing()).isEqualTo(Missing.UNREGISTERED);
    assertThat(plain.recommendation()).isEqualTo(Recommendation.NOT_FOUND);
    assertThat(plain.score()).isNaN();
  }

  @Test
  void protects_the_host_s_own_packages() {
    PackageLists lists =
        PackageLists.builder().privateNames(List.of(id("pypi/acme-payments"))).build();

    assertThat(with(lists, "pypi/acme-paymnets").resemblance())
        .satisfies(hit -> assertThat(hit.target().name()).isEqualTo("acme-payments"));
    assertThat(with(lists, "pypi/acme-paymnets").recommendation())
        .isEqualTo(Recommendation.HIGH_RISK);
    PackageVerdict own = with(lists, "pypi/acme-payments");
    assertThat(own.recommendation()).isEqualTo(Recommendation.UNKNOWN);
    assertThat(codes(own)).containsExactly("private");
  }

  @Test
  void goes_by_lists_before_all_else_and_by_denial_first() throws IOException {
    PackageLists lists =
        PackageLists.builder()
            .allow(List.of(id("pypi/reqeusts"), id("npm/both"), id("npm/evil")))
            .deny(List.of(id("npm/both"), id("npm/lodash@4.0.0")))
            .knownMalicious(
                MaliciousPackages.builder()
                    .add(id("npm/evil"), "feed")
                    .add(id("npm/chalk@5.6.1"), "feed")
                    .build())
            .build();

    assertThat(with(lists, "pypi/reqeusts").recommendation()).isEqualTo(Recommendation.SAFE);
    assertThat(codes(with(lists, "npm/both"))).containsExactly("denied");
    assertThat(codes(with(lists, "npm/evil"))).containsExactly("known-malicious");
    assertThat(with(lists, "npm/evil").recommendation()).isEqualTo(Recommendation.HIGH_RISK);
    assertThat(with(lists, "npm/lodash").recommendation()).isEqualTo(Recommendation.SAFE);
    assertThat(with(lists, "npm/lodash@4.0.0").recommendation())
        .isEqualTo(Recommendation.HIGH_RISK);
    assertThat(with(lists, "npm/chalk@5.6.1").score()).isEqualTo(Weights.KNOWN_MALICIOUS);
    PackageVerdict other = with(lists, "npm/chalk@5.6.0");
    assertThat(other.recommendation()).isEqualTo(Recommendation.SAFE);
    assertThat(codes(other)).containsExactly("popular", "compromised-versions");
  }

  @Test
  void asks_for_the_host_s_newest_list_of_malicious_packages() {
    AtomicReference<MaliciousPackages> newest = new AtomicReference<>(MaliciousPackages.NONE);
    PackageLists lists = PackageLists.builder().knownMalicious(newest::get).build();
    try (PackageChecker checker = PackageChecker.builder().lists(lists).build()) {
      assertThat(check(checker, "npm/zzqqxx").recommendation()).isEqualTo(Recommendation.UNKNOWN);
      newest.set(MaliciousPackages.builder().add(id("npm/zzqqxx"), "feed").build());
      assertThat(check(checker, "npm/zzqqxx").recommendation()).isEqualTo(Recommendation.HIGH_RISK);
    }
  }

  @Test
  void gives_the_strongest_reason_first() {
    PackageVerdict verdict =
        with(
            FakeRegistry.empty().with("pypi/reqeusts", Metadata.fresh().installScript().build()),
            "pypi/reqeusts");

    assertThat(verdict.reasons())
        .isSortedAccordingTo((a, b) -> Double.compare(Math.abs(b.weight()), Math.abs(a.weight())));
    assertThat(verdict.reasons().get(0).code()).isEqualTo("resemblance");
  }

  @Test
  void looks_fifty_packages_up_at_a_time() {
    FakeRegistry registry = FakeRegistry.empty().hold();
    List<PackageId> ids = IntStream.range(0, 50).mapToObj(i -> id("pypi/zzqqxx-" + i)).toList();
    try (PackageChecker checker = PackageChecker.builder().registry(registry).build()) {
      CompletableFuture<List<PackageVerdict>> verdicts =
          checker.checkAll(ids).toCompletableFuture();

      // One round trip is enough for all: with 300 ms each the batch takes 300 ms.
      assertThat(registry.waiting()).isEqualTo(50);
      assertThat(verdicts).isNotDone();
      registry.release();
      assertThat(verdicts).isCompleted();
      assertThat(verdicts.join()).extracting(PackageVerdict::id).containsExactlyElementsOf(ids);
    }
  }

  @Test
  void bounds_how_many_look_ups_run_at_a_time() {
    FakeRegistry registry = FakeRegistry.empty().hold();
    try (PackageChecker checker =
        PackageChecker.builder().registry(registry).concurrency(8).build()) {
      CompletableFuture<List<PackageVerdict>> verdicts =
          checker
              .checkAll(IntStream.range(0, 20).mapToObj(i -> id("pypi/zzqqxx-" + i)).toList())
              .toCompletableFuture();

      assertThat(registry.release()).isEqualTo(8);
      assertThat(registry.release()).isEqualTo(8);
      assertThat(registry.release()).isEqualTo(4);
      assertThat(verdicts).isCompleted();
    }
  }

  @Test
  void asks_once_for_a_package_however_it_is_written_and_however_many_want_it() {
    FakeRegistry registry = FakeRegistry.empty().hold();
    try (PackageChecker checker = PackageChecker.builder().registry(registry).build()) {
      CompletableFuture<PackageVerdict> first =
          checker.check(id("pypi/zz_qq")).toCompletableFuture();
      CompletableFuture<PackageVerdict> second =
          checker.check(id("pypi/ZZ.qq")).toCompletableFuture();
      CompletableFuture<PackageVerdict> third =
          checker.check(id("pypi/zz-qq")).toCompletableFuture();
      third.cancel(true);

      registry.release();

      assertThat(first.join().recommendation()).isEqualTo(Recommendation.NOT_FOUND);
      assertThat(second.join().id().name()).isEqualTo("ZZ.qq");
      assertThat(registry.asked).hasSize(1);
    }
  }

  @Test
  void keeps_answers_as_long_as_they_are_good_for() {
    FakeRegistry registry =
        FakeRegistry.empty()
            .with("npm/zz-found", Metadata.plain().build())
            .with("npm/zz-unknown", new RegistryAnswer.Unknown("down"));
    AtomicLong now = new AtomicLong();
    Ticker ticker = now::get;
    try (PackageChecker checker =
        PackageChecker.builder()
            .registry(registry)
            .cache(100, Duration.ofHours(6), Duration.ofMinutes(15), Duration.ofSeconds(15))
            .ticker(ticker)
            .build()) {
      List<String> all = List.of("npm/zz-found", "npm/zz-absent", "npm/zz-unknown");
      all.forEach(line -> check(checker, line));
      all.forEach(line -> check(checker, line));
      assertThat(registry.asked).hasSize(3);

      now.addAndGet(TimeUnit.SECONDS.toNanos(16));
      all.forEach(line -> check(checker, line));
      assertThat(registry.asked).hasSize(4);

      now.addAndGet(TimeUnit.MINUTES.toNanos(16));
      all.forEach(line -> check(checker, line));
      assertThat(registry.asked).hasSize(6);

      now.addAndGet(TimeUnit.HOURS.toNanos(6));
      all.forEach(line -> check(checker, line));
      assertThat(registry.asked).hasSize(9);
    }
  }

  @Test
  void judges_by_the_name_what_the_registry_does_not_tell() {
    PackageRegistry throwing = registry(() -> CompletableFuture.failedFuture(new IOException("x")));
    PackageRegistry silent = registry(() -> CompletableFuture.completedFuture(null));
    PackageRegistry broken =
        registry(
            () -> {
              throw new IllegalStateException("broken");
            });
    for (PackageRegistry registry : List.of(throwing, silent, broken)) {
      assertThat(with(registry, "pypi/reqeusts").recommendation())
          .isEqualTo(Recommendation.HIGH_RISK);
      PackageVerdict unheard = with(registry, "pypi/zzqqxx");
      assertThat(unheard.recommendation()).isEqualTo(Recommendation.UNKNOWN);
      assertThat(codes(unheard)).containsExactly("registry-unknown");
    }
  }

  /** What a registry does when it is asked. */
  private interface Asked {
    CompletionStage<RegistryAnswer> lookup();
  }

  private static PackageRegistry registry(Asked asked) {
    return new PackageRegistry() {
      @Override
      public CompletionStage<RegistryAnswer> lookup(PackageId id, Duration timeout) {
        return asked.lookup();
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void does_not_wait_for_a_registry_that_never_answers() {
    FakeRegistry registry = FakeRegistry.empty().hold();
    try (PackageChecker checker =
        PackageChecker.builder().registry(registry).deadline(Duration.ofMillis(20)).build()) {
      PackageVerdict verdict = check(checker, "pypi/reqeusts");

      assertThat(verdict.recommendation()).isEqualTo(Recommendation.HIGH_RISK);
      assertThat(codes(verdict)).containsExactly("resemblance", "registry-unknown");
    }
    assertThat(registry.isClosed).isTrue();
  }

  @Test
  void lets_go_of_a_look_up_that_overruns_its_own_time() {
    FakeRegistry registry = FakeRegistry.empty().hold();
    try (PackageChecker checker =
        PackageChecker.builder()
            .registry(registry)
            .timeout(Duration.ofMillis(5))
            .concurrency(1)
            .build()) {
      List<PackageVerdict> verdicts =
          checker
              .checkAll(List.of(id("pypi/zzqqxx"), id("pypi/zzqqyy")))
              .toCompletableFuture()
              .join();

      assertThat(verdicts).extracting(v -> codes(v).get(0)).containsOnly("registry-unknown");
      assertThat(registry.asked).hasSize(2);
    }
  }

  @Test
  void refuses_settings_out_of_range() {
    assertThatThrownBy(() -> PackageChecker.builder().concurrency(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PackageChecker.builder().timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PackageChecker.builder().deadline(Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PackageLists.builder().privateScope(Ecosystem.PYPI, "acme"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no scope");
  }
}
