package com.example.contract;

import io.phish.contract.ScoringModelContract;
import io.phish.spi.ScoringModel;

class LengthModelTest implements ScoringModelContract {
  @Override
  public ScoringModel model() {
    return new LengthModel();
  }
}
