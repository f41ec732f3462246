package io.phish.examples.training;

import io.phish.core.model.NgramShape;

/**
 * How models are trained; what was chosen by measuring: by leave-one-source-out together with what
 * is found at few false alarms on later months.
 *
 * @param shape of the n-grams
 * @param passes over the rows to learn the n-grams
 * @param rate by how much a row changes the weights of its n-grams
 * @param folds parts of the rows whose log-odds by n-grams come from a model that did not see them
 * @param trees how many there are at most
 * @param leaves how many each has at most
 * @param learningRate by how much a tree corrects those before
 * @param l2 how much leaves are drawn towards 0
 * @param featureShare of the features that a tree, and then a node, chooses from
 * @param rowsPerLeaf how many rows a leaf holds at least
 * @param forgotten the share of rows in which popularity is forgotten: benign rows were collected
 *     where popular sites are, and a site that is not popular is not for that reason malicious
 * @param sample how many rows of {@link Sources#SAMPLED} are used at most
 * @param tenants how many benign names are put under platforms
 * @param accounts how many account pages are put on other benign sites
 * @param weights of rows
 */
public record Recipe(
    NgramShape shape,
    int passes,
    double rate,
    int folds,
    int trees,
    int leaves,
    double learningRate,
    double l2,
    double featureShare,
    int rowsPerLeaf,
    double forgotten,
    int sample,
    int tenants,
    int accounts,
    Weights weights) {

  /**
   * How much rows count.
   *
   * @param oldPhishing of a source from before 2022
   * @param oldBenign of a source from before 2022
   * @param sampled phishing of {@link Sources#SAMPLED}
   * @param benign of a modern benign row
   * @param frontPage of a front page that was made of another page, times that of its source
   * @param phishingFrontPage of a front page that was made of a page of phishing, likewise; 0 if
   *     none are made
   * @param bank of the front page of a bank, likewise
   * @param tenant of a name put under a platform, likewise
   * @param account of an account page put on another site, likewise
   */
  public record Weights(
      double oldPhishing,
      double oldBenign,
      double sampled,
      double benign,
      double frontPage,
      double phishingFrontPage,
      double bank,
      double tenant,
      double account) {

    double of(Example row) {
      double made =
          switch (row.origin()) {
            case SEEN -> 1;
            case FRONT_PAGE -> row.phishing() ? phishingFrontPage : frontPage;
            case BANK -> bank;
            case TENANT -> tenant;
            case ACCOUNT -> account;
          };
      if (row.phishing()) {
        boolean isSampled = row.source().equals(Sources.SAMPLED);
        return made * (Sources.isOld(row.source()) ? oldPhishing : isSampled ? sampled : 1);
      }
      return made * (Sources.isOld(row.source()) ? oldBenign : benign);
    }
  }

  /** What the shipped models are made by. */
  public static Recipe shipped() {
    return new Recipe(
        new NgramShape(20, 19),
        2,
        0.3,
        5,
        100,
        24,
        0.15,
        5,
        0.7,
        200,
        0.3,
        50_000,
        8_000,
        8_000,
        new Weights(0.1, 0.3, 0.5, 2, 0.2, 0, 1, 0.3, 0.5));
  }

  /**
   * What the models of permissive sources are made by: all of their phishing is old, so it counts
   * in full; hardly any of it is front pages, half of today's, so these are made; and there is too
   * little of it to fill large tables.
   */
  public static Recipe permissive() {
    Recipe shipped = shipped();
    Weights w = shipped.weights;
    return shipped
        .withShape(new NgramShape(18, 17))
        .withWeights(
            new Weights(1, 1, w.sampled, w.benign, w.frontPage, 0.5, w.bank, w.tenant, w.account));
  }

  private Recipe withWeights(Weights newWeights) {
    return new Recipe(
        shape,
        passes,
        rate,
        folds,
        trees,
        leaves,
        learningRate,
        l2,
        featureShare,
        rowsPerLeaf,
        forgotten,
        sample,
        tenants,
        accounts,
        newWeights);
  }

  /** The same with trees of another number and size. */
  public Recipe withTrees(int newTrees, int newLeaves, double newLearningRate) {
    return new Recipe(
        shape,
        passes,
        rate,
        folds,
        newTrees,
        newLeaves,
        newLearningRate,
        l2,
        featureShare,
        rowsPerLeaf,
        forgotten,
        sample,
        tenants,
        accounts,
        weights);
  }

  /** The same with other n-grams. */
  public Recipe withShape(NgramShape newShape) {
    return new Recipe(
        newShape,
        passes,
        rate,
        folds,
        trees,
        leaves,
        learningRate,
        l2,
        featureShare,
        rowsPerLeaf,
        forgotten,
        sample,
        tenants,
        accounts,
        weights);
  }
}
