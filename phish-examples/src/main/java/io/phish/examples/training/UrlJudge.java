package io.phish.examples.training;

import io.phish.core.model.NamePriors;
import io.phish.core.model.NgramModel;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureVector;
import io.phish.spi.ScoringModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A model of URLs that is measured: one that comes with the library or one from files. */
public final class UrlJudge {
  private static final String TREES = "-trees.phm";

  private final UrlFeatureSource source;
  private final ScoringModel model;
  private final Columns columns;
  private final @Nullable NgramModel ngrams;
  private final @Nullable NamePriors endings;

  private UrlJudge(
      UrlFeatureSource source,
      ScoringModel model,
      @Nullable NgramModel ngrams,
      @Nullable NamePriors endings) {
    this.source = source;
    this.model = model;
    this.columns = new Columns(source.schema());
    this.ngrams = ngrams;
    this.endings = endings;
  }

  /**
   * One that comes with the library.
   *
   * @param name {@code full} or {@code permissive}
   */
  public static UrlJudge shipped(String name) {
    UrlFeatureSource source = new UrlFeatureSource(Map.of("model", name));
    return new UrlJudge(source, source.model(), null, null);
  }

  /**
   * One that {@code train} wrote.
   *
   * @param path a folder with one model, or its file of trees
   * @throws IOException if it cannot be read or was trained on other features
   */
  public static UrlJudge read(Path path) throws IOException {
    Path trees = Files.isDirectory(path) ? onlyTrees(path) : path;
    String file = trees.getFileName().toString();
    if (!file.endsWith(TREES)) {
      throw new IOException(trees + " is no file of trees, which would end in " + TREES);
    }
    String name = file.substring(0, file.length() - TREES.length());
    UrlFeatureSource source = new UrlFeatureSource(Map.of());
    try (InputStream treesIn = Files.newInputStream(trees);
        InputStream ngramsIn = Files.newInputStream(trees.resolveSibling(name + "-ngrams.phm"));
        InputStream endingsIn = Files.newInputStream(trees.resolveSibling(name + "-endings.phm"))) {
      return new UrlJudge(
          source,
          TreeEnsemble.read(treesIn, file, source.schema()),
          NgramModel.read(ngramsIn, name + "-ngrams.phm"),
          NamePriors.read(endingsIn, name + "-endings.phm"));
    }
  }

  private static Path onlyTrees(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(TREES)).sorted().toList();
      if (found.size() != 1) {
        throw new IOException(
            folder + " has " + found.size() + " files NAME" + TREES + ", 1 is needed: name it");
      }
      return found.get(0);
    }
  }

  /** Which model this is. */
  public String version() {
    return model.version().toString();
  }

  CanonicalForm parse(String url) {
    return source.parse(url);
  }

  double[] features(String url, CanonicalForm form) {
    double[] values = source.features(url, form);
    if (ngrams != null && endings != null) {
      Example row = Example.of("", "", false, form, Example.Origin.SEEN, source.ending(form));
      values[columns.host()] = ngrams.host(row.href(), row.hostStart(), row.hostEnd());
      values[columns.path()] = ngrams.path(row.href(), row.pathStart(), row.pathEnd());
      values[columns.ending()] = endings.get(row.ending());
    }
    return values;
  }

  double probability(double[] features) {
    return model.assess(FeatureVector.of(source.schema(), features)).probability();
  }

  /** The same with every list of popular sites forgotten; changes the features. */
  double probabilityWithoutPopularity(double[] features) {
    return probability(columns.forgetPopularity(features));
  }
}
