package com.example.contract;

import io.phish.contract.ScoringModelContract;
import io.phish.spi.Assessment;
import io.phish.spi.Feature;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ModelVersion;
import io.phish.spi.ScoringModel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Models that break the contract in one way each. */
final class BrokenModels {

  private BrokenModels() {}

  abstract static class Base extends LengthModel implements ScoringModelContract {
    @Override
    public ScoringModel model() {
      return this;
    }

    @Override
    public Duration tolerance() {
      return Duration.ofMillis(500);
    }
  }

  static class NoCard extends Base {
    @Override
    public ModelVersion version() {
      return new ModelVersion("example.model", "1", "", Map.of());
    }
  }

  static class WrongHash extends Base {
    @Override
    public ModelVersion version() {
      return new ModelVersion("example.model", "1", "ABC", Map.of("limits", "none"));
    }
  }

  static class ChangingVersion extends Base {
    private int calls;

    @Override
    public ModelVersion version() {
      return new ModelVersion("example.model", "" + calls++, "", Map.of("limits", "none"));
    }
  }

  static class NoFeatures extends Base {
    @Override
    public FeatureSchema schema() {
      return FeatureSchema.EMPTY;
    }
  }

  static class ChangingSchema extends Base {
    private int calls;

    @Override
    public FeatureSchema schema() {
      return FeatureSchema.of(Feature.flag("feature_" + calls++, "another one"));
    }
  }

  static class ImpossiblePrior extends Base {
    @Override
    public double prior() {
      return 1;
    }
  }

  static class ChangingPrior extends Base {
    private int calls;

    @Override
    public double prior() {
      return 0.1 + 0.01 * calls++;
    }
  }

  static class FailsOnUnknown extends Base {
    @Override
    public Assessment assess(FeatureVector features) {
      return new Assessment(Math.min(1, Math.abs(features.get(0))), 0);
    }
  }

  static class ContributesInfinity extends Base {
    @Override
    public Assessment assess(FeatureVector features) {
      double length = features.get(0);
      return new Assessment(0.5, Double.isNaN(length) ? 0 : length * 10);
    }
  }

  static class ContributesTooMuch extends Base {
    @Override
    public Assessment assess(FeatureVector features) {
      return new Assessment(0.5, 0, 0);
    }
  }

  static class ContributesUnknown extends Base {
    @Override
    public Assessment assess(FeatureVector features) {
      return new Assessment(0.5, features.get(0) > 1 ? Double.NaN : 0);
    }
  }

  static class NullAssessment extends Base {
    @Override
    @SuppressWarnings("NullAway") // that is the point
    public Assessment assess(FeatureVector features) {
      return null;
    }
  }

  static class Hangs extends Base {
    @Override
    public Assessment assess(FeatureVector features) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return super.assess(features);
    }
  }

  static class Counting extends Base {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public Assessment assess(FeatureVector features) {
      return new Assessment(0.5, calls.incrementAndGet());
    }
  }

  static class SharesState extends Base {
    private final AtomicInteger inWork = new AtomicInteger();
    private final AtomicBoolean overlapped = new AtomicBoolean();

    @Override
    public Assessment assess(FeatureVector features) {
      if (inWork.incrementAndGet() > 1) {
        overlapped.set(true);
      }
      for (long end = System.nanoTime() + 200_000; System.nanoTime() < end; ) {
        Thread.onSpinWait();
      }
      inWork.decrementAndGet();
      return new Assessment(0.5, overlapped.get() ? 1 : 0);
    }
  }
}
