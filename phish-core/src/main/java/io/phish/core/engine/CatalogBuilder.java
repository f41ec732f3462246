package io.phish.core.engine;

import io.phish.ConfigurationException;
import io.phish.ExtractorInfo;
import io.phish.core.resilience.CircuitBreaker;
import io.phish.spi.Canonicalizer;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.LoadProblem;
import io.phish.spi.ScoringModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds, checks, orders and configures extractors. Used once, by one thread. */
final class CatalogBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogBuilder.class);
  private static final String RESERVED = "phish.";
  private static final String OWN_PACKAGE = "io.phish.";

  private final CatalogRequest request;
  private final Function<String, CircuitBreaker> breakers;
  private final List<LoadProblem> problems = new ArrayList<>();

  /** By id. */
  private final Map<String, Candidate> candidates = new TreeMap<>();

  private record Candidate(
      FeatureExtractor<?> extractor,
      ExtractorDescriptor<?> descriptor,
      String source,
      boolean explicit) {}

  /** A request, and what makes the circuit breaker of a resource. */
  CatalogBuilder(CatalogRequest request, Function<String, CircuitBreaker> breakers) {
    this.request = request;
    this.breakers = breakers;
  }

  /**
   * The catalog.
   *
   * @throws ConfigurationException if what was asked for cannot be had
   */
  Catalog build() {
    for (FeatureExtractor<?> extractor : request.explicit()) {
      String source = Discovery.source(extractor.getClass());
      ExtractorDescriptor<?> descriptor;
      try {
        descriptor = check(extractor);
      } catch (RuntimeException e) {
        throw new ConfigurationException(
            "extractor " + extractor.getClass().getName() + ": " + e.getMessage(), e);
      }
      Candidate before =
          candidates.put(descriptor.id(), new Candidate(extractor, descriptor, source, true));
      if (before != null) {
        throw new ConfigurationException(
            "extractor '" + descriptor.id() + "' was given twice; give one of them another id");
      }
    }
    if (request.discover()) {
      discover();
    }
    requireKnown(request.enabled());
    requireKnown(request.disabled());
    requireKnown(request.settings().keySet());
    requireKnown(request.models().keySet());
    requireKnown(request.weights().keySet());

    List<Candidate> ordered = new ArrayList<>(candidates.values());
    ordered.sort(
        Comparator.comparingInt((Candidate candidate) -> -candidate.descriptor().priority())
            .thenComparing(candidate -> candidate.descriptor().id()));
    Map<String, Resource> resources = resources(ordered);
    List<ExtractorNode> nodes = new ArrayList<>();
    List<ExtractorInfo> infos = new ArrayList<>();
    for (Candidate candidate : ordered) {
      add(candidate, resources, nodes, infos);
    }
    if (request.strict() && !problems.isEmpty()) {
      ConfigurationException e =
          new ConfigurationException(
              problems.size() + " extension(s) cannot be used: " + problems,
              problems.get(0).cause());
      nodes.forEach(node -> node.extractor().close());
      throw e;
    }
    problems.forEach(problem -> LOG.warn("extension not used: {}", problem, problem.cause()));
    return new Catalog(
        List.copyOf(nodes), List.copyOf(infos), canonicalizers(), List.copyOf(problems));
  }

  /** Takes what is found in an order that no class path decides. */
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  private void discover() {
    Discovery.find(FeatureExtractor.class, request.classLoader(), this::report).stream()
        .sorted(
            Comparator.comparing(
                    (Discovery.Found<?> found) -> found.provider().getClass().getName())
                .thenComparing(Discovery.Found::source))
        .forEach(found -> admit(found.provider(), found.source()));
  }

  private void report(LoadProblem problem) {
    problems.add(problem);
  }

  /** The descriptor, once it is known to be one this engine can work with. */
  private static ExtractorDescriptor<?> check(FeatureExtractor<?> extractor) {
    ExtractorDescriptor<?> descriptor = extractor.descriptor();
    if (descriptor == null) {
      throw new ConfigurationException("has no descriptor");
    }
    if (descriptor.apiVersion() > ExtractorDescriptor.API_VERSION) {
      throw new ConfigurationException(
          "is written for version "
              + descriptor.apiVersion()
              + " of the extension API, this is version "
              + ExtractorDescriptor.API_VERSION
              + "; use a newer phish-core or an older extension");
    }
    if (descriptor.id().startsWith(RESERVED)
        && !extractor.getClass().getName().startsWith(OWN_PACKAGE)) {
      throw new ConfigurationException(
          "has the id '" + descriptor.id() + "'; the vendor 'phish' is reserved");
    }
    return descriptor;
  }

  private void admit(FeatureExtractor<?> extractor, String source) {
    ExtractorDescriptor<?> descriptor;
    try {
      descriptor = check(extractor);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      report(new LoadProblem(extractor.getClass().getName(), source, Failures.describe(e), e));
      return;
    }
    Candidate before = candidates.get(descriptor.id());
    if (before == null) {
      candidates.put(descriptor.id(), new Candidate(extractor, descriptor, source, false));
    } else if (before.explicit()) {
      throw new ConfigurationException(
          "extractor '"
              + descriptor.id()
              + "' was given and is also found in "
              + source
              + "; disable discovery or give it another id");
    } else {
      report(
          new LoadProblem(
              extractor.getClass().getName(),
              source,
              "has the id '"
                  + descriptor.id()
                  + "', as has "
                  + before.extractor().getClass().getName()
                  + " in "
                  + before.source()
                  + ", which is used; remove one",
              null));
    }
  }

  private void requireKnown(Collection<String> idsOrGlobs) {
    for (String idOrGlob : idsOrGlobs) {
      if (candidates.keySet().stream().noneMatch(id -> Globs.matches(idOrGlob, id))) {
        throw new ConfigurationException(
            "no extractor '"
                + idOrGlob
                + "'; known are "
                + candidates.keySet()
                + (problems.isEmpty() ? "" : "; not usable are " + problems));
      }
    }
  }

  private boolean isEnabled(Candidate candidate) {
    String id = candidate.descriptor().id();
    return request.disabled().stream().noneMatch(glob -> Globs.matches(glob, id))
        && (candidate.explicit()
            || request.enabled().isEmpty()
            || request.enabled().stream().anyMatch(glob -> Globs.matches(glob, id)));
  }

  /** Extractors that share a resource share the tightest of their limits. */
  private Map<String, Resource> resources(List<Candidate> ordered) {
    Map<String, Integer> concurrency = new LinkedHashMap<>();
    for (Candidate candidate : ordered) {
      concurrency.merge(
          candidate.descriptor().resource(), candidate.descriptor().concurrency(), Math::min);
    }
    Map<String, Resource> resources = new HashMap<>();
    concurrency.forEach(
        (name, limit) -> resources.put(name, Resource.of(breakers.apply(name), limit)));
    return resources;
  }

  private void add(
      Candidate candidate,
      Map<String, Resource> resources,
      List<ExtractorNode> nodes,
      List<ExtractorInfo> infos) {
    ExtractorDescriptor<?> descriptor = candidate.descriptor();
    String id = descriptor.id();
    double weight = descriptor.weight();
    for (Map.Entry<String, Double> given : request.weights().entrySet()) {
      if (Globs.matches(given.getKey(), id)) {
        weight = given.getValue();
      }
    }
    boolean enabled = isEnabled(candidate);
    Scorer scorer = null;
    if (enabled) {
      Map<String, String> settings = settings(descriptor);
      try {
        descriptor = Settings.applyTo(descriptor, settings);
        if (request.limiter() != null) {
          candidate.extractor().shareLimits(request.limiter());
        }
        candidate.extractor().configure(Settings.forExtractor(descriptor, settings));
        candidate.extractor().protect(request.protection());
        scorer = scorer(candidate, descriptor);
      } catch (OutOfMemoryError e) {
        throw e;
      } catch (Throwable e) {
        if (candidate.explicit() || !settings.isEmpty()) {
          throw new ConfigurationException(
              "extractor '" + id + "' cannot be configured: " + Failures.describe(e), e);
        }
        report(
            new LoadProblem(
                candidate.extractor().getClass().getName(),
                candidate.source(),
                "could not be configured: " + Failures.describe(e),
                e));
        return;
      }
      Resource resource = resources.get(descriptor.resource());
      if (resource == null) {
        throw new IllegalStateException("no resource " + descriptor.resource());
      }
      nodes.add(new ExtractorNode(candidate.extractor(), descriptor, scorer, weight, resource));
    }
    infos.add(
        new ExtractorInfo(
            descriptor,
            candidate.source(),
            enabled,
            scorer == null ? null : scorer.model().version(),
            weight));
  }

  private @Nullable Scorer scorer(Candidate candidate, ExtractorDescriptor<?> descriptor) {
    ScoringModel given = request.models().get(descriptor.id());
    ScoringModel model = given != null ? given : candidate.extractor().model().orElse(null);
    return model == null ? null : Scorer.of(model, descriptor.id(), descriptor.schema());
  }

  private Map<String, String> settings(ExtractorDescriptor<?> descriptor) {
    Map<String, String> settings = new LinkedHashMap<>();
    request
        .settings()
        .forEach(
            (glob, given) -> {
              if (Globs.matches(glob, descriptor.id())) {
                settings.putAll(given);
              }
            });
    return settings;
  }

  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  private List<Canonicalizer<?>> canonicalizers() {
    List<Canonicalizer<?>> canonicalizers = new ArrayList<>();
    for (var found : Discovery.find(Canonicalizer.class, request.classLoader(), this::report)) {
      canonicalizers.add(found.provider());
    }
    // Ours first, whatever the class path says: a stranger cannot take the parsing of URLs over.
    canonicalizers.sort(
        Comparator.comparing(
                (Canonicalizer<?> found) -> !found.getClass().getName().startsWith(OWN_PACKAGE))
            .thenComparing(found -> found.getClass().getName()));
    return List.copyOf(canonicalizers);
  }
}
