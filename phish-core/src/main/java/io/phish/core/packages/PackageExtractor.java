package io.phish.core.packages;

import io.phish.ConfigurationException;
import io.phish.Thresholds;
import io.phish.core.name.resemblance.Resemblance;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.subject.PackageName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Judges the name of a package by what it looks like and by lists; nobody is asked. Its findings
 * are the evidence of {@link PackageChecker}, so that a detector and a checker without a registry
 * agree: they start from the same share of attacks. A name that nothing is known of gives nothing.
 *
 * <p>The list of an ecosystem is read when the first of its names is asked about.
 */
public final class PackageExtractor implements FeatureExtractor<PackageName> {
  private static final ExtractorDescriptor<PackageName> DESCRIPTOR =
      ExtractorDescriptor.builder("phish.package", PackageName.class)
          .description("What the name of a package looks like, and on which lists it is")
          .cost(Cost.INLINE)
          .settings(ListSettings.KEYS)
          .apiVersion(ExtractorDescriptor.API_VERSION)
          .build();

  private volatile PackageJudge judge;

  /** With the bundled lists, unless configured otherwise. */
  public PackageExtractor() {
    this(PackageLists.bundled());
  }

  /** With the host's lists. */
  public PackageExtractor(PackageLists lists) {
    judge = new PackageJudge(Objects.requireNonNull(lists, "lists"), Thresholds.DEFAULT);
  }

  @Override
  public ExtractorDescriptor<PackageName> descriptor() {
    return DESCRIPTOR;
  }

  /**
   * Understands {@code known-malicious}, {@code allow}, {@code deny}, {@code hallucinated} and
   * {@code private}, each a file, and {@code private-scopes}, such as {@code
   * npm:@acme,maven:com.acme}. They take the place of lists that were given.
   *
   * @throws ConfigurationException if a file cannot be read, or holds what is no package
   */
  @Override
  public void configure(Map<String, String> settings) {
    if (!settings.isEmpty()) {
      judge = new PackageJudge(ListSettings.read(settings), Thresholds.DEFAULT);
    }
  }

  @Override
  public CompletionStage<Observation> extract(PackageName subject, ExtractionContext context) {
    PackageId id = PackageId.of(subject).orElse(null);
    if (id == null) {
      return CompletableFuture.completedFuture(Observation.EMPTY);
    }
    NameJudge.Judgement judgement = judge.name(id);
    return CompletableFuture.completedFuture(
        Observation.EMPTY
            .withFindings(findings(id, judgement.evidence()))
            .withFacts(facts(judgement)));
  }

  static List<Finding> findings(PackageId id, List<Evidence> evidence) {
    return evidence.stream().map(one -> one.finding(id.name())).toList();
  }

  private static Map<String, String> facts(NameJudge.Judgement judgement) {
    Resemblance hit = judgement.resemblance();
    if (hit == null) {
      return Map.of();
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("target", hit.target().name());
    facts.put("rule", hit.rule().id());
    facts.put("rank", Integer.toString(hit.rank()));
    return facts;
  }
}
