package com.example.contract;

import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Observation;
import io.phish.subject.Text;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An extractor with a thread of its own, as a client of an asynchronous protocol has one. */
final class TextEcho implements FeatureExtractor<Text> {
  private static final ExtractorDescriptor<Text> DESCRIPTOR =
      ExtractorDescriptor.builder("example.text-echo", Text.class).cost(Cost.IO).build();

  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final boolean answers;

  TextEcho(boolean answers) {
    this.answers = answers;
  }

  @Override
  public ExtractorDescriptor<Text> descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public CompletionStage<Observation> extract(Text subject, ExtractionContext context) {
    CompletableFuture<Observation> answer = new CompletableFuture<>();
    context.onCancel(() -> answer.cancel(false));
    if (answers) {
      loop.execute(
          () -> answer.complete(Observation.EMPTY.withFacts(Map.of("text", subject.display()))));
    }
    return answer;
  }

  @Override
  public void close() {
    loop.shutdownNow();
  }
}
