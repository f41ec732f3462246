package io.phish.core.model;

import io.phish.contract.ScoringModelContract;
import io.phish.spi.ScoringModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelContractTest implements ScoringModelContract {
  @TempDir private Path folder;

  private OnnxModel model;

  @BeforeEach
  void open() throws IOException {
    OnnxGraphs.assumeNativeLibrary();
    Path file = Files.write(folder.resolve("logistic.onnx"), OnnxGraphs.logistic().bytes());
    model = Models.onnx(file, TreeEnsembleTest.schema());
  }

  @AfterEach
  void close() {
    if (model != null) {
      model.close();
    }
  }

  @Override
  public ScoringModel model() {
    return model;
  }
}
