package io.phish.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.phish.core.cache.JdbcCacheStore;
import io.phish.examples.json.SafeJson;
import io.phish.redis.RedisCacheSurvey;
import io.phish.redis.RedisLink;
import io.phish.spi.CacheKey;
import io.phish.spi.CacheStatistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code phish cache stats}. */
@Command(
    name = "stats",
    header = "Says what is in a cache, how large it is and how often it is hit.",
    mixinStandardHelpOptions = true,
    versionProvider = PhishCommand.Version.class,
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "The hit rate is the server's own: reads of keys by all its clients since it began, those of",
      "other programs included. What one instance has of the cache is in that instance's metrics.",
      "What entries take is worked out from 64 of each extractor.",
      "",
      "Exit codes: 0; 2 if the command line is wrong; 4 if a cache cannot be read.",
      "",
      "Examples:",
      "  phish cache stats --redis redis://localhost:6379",
      "  phish cache stats --cache looked-up.db --json"
    })
final class CacheStatsCommand implements Callable<Integer> {
  private static final long MOST = 1_000_000;

  private final Streams streams;

  @Option(names = "--json", description = "One JSON object a line and cache instead of tables.")
  private boolean json;

  @Mixin private CacheOptions caches = new CacheOptions();

  CacheStatsCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    caches.requireExisting();
    Output output = new Output(streams.out());
    try (JdbcCacheStore local = caches.openLocal()) {
      if (local != null) {
        // Writing, even nothing, comes after the rows were counted.
        RedisAnswers.await(local.remove(CacheKey.of("none@1", "")));
        CacheStatistics statistics = local.statistics();
        output.write(() -> print(output, statistics), false);
      }
    }
    if (caches.redis().isGiven()) {
      try (RedisLink link = RedisAnswers.connect(caches.redis())) {
        RedisCacheSurvey survey = RedisAnswers.await(RedisCacheSurvey.of(link, MOST));
        output.write(() -> print(output, survey), false);
      }
    }
    output.flush();
    return ExitCode.BENIGN;
  }

  private void print(Output output, CacheStatistics local) throws IOException {
    if (!json) {
      Table table =
          new Table(local.name(), "")
              .row("entries", number(local.entries()))
              .row("size", octets(local.bytes()));
      write(output, table.render("", palette()));
      return;
    }
    try (JsonGenerator generator = SafeJson.factory().createGenerator(output.buffer())) {
      generator.writeStartObject();
      generator.writeStringField("cache", local.name());
      known(generator, "entries", local.entries());
      known(generator, "octets", local.bytes());
      generator.writeEndObject();
      generator.writeRaw('\n');
    }
  }

  private void print(Output output, RedisCacheSurvey survey) throws IOException {
    if (json) {
      printJson(output, survey);
      return;
    }
    String entries = number(survey.entries()) + (survey.isComplete() ? "" : " or more");
    String memory =
        octets(survey.usedMemory())
            + (survey.maximumMemory() > 0 ? " of " + octets(survey.maximumMemory()) : "");
    String rate =
        Double.isNaN(survey.hitRate())
            ? "not known"
            : String.format(
                Locale.ROOT,
                "%.1f%% of %,d reads",
                survey.hitRate() * 100,
                survey.hits() + survey.misses());
    Table table =
        new Table("redis " + survey.version(), "")
            .row("entries", entries)
            .row("keys in all", number(survey.databaseKeys()))
            .row("server's memory", memory)
            .row("server's hit rate", rate)
            .row("evicted", number(survey.evicted()));
    write(output, table.render("", palette()));
    Table spaces = new Table("extractor", "entries", "size, about");
    sorted(survey)
        .forEach(
            (name, space) -> spaces.row(name, number(space.entries()), octets(space.octets())));
    if (!spaces.isEmpty()) {
      write(output, "\n" + spaces.render("", palette()));
    }
  }

  private static Map<String, RedisCacheSurvey.Space> sorted(RedisCacheSurvey survey) {
    return new TreeMap<>(survey.spaces());
  }

  private void printJson(Output output, RedisCacheSurvey survey) throws IOException {
    try (JsonGenerator generator = SafeJson.factory().createGenerator(output.buffer())) {
      generator.writeStartObject();
      generator.writeStringField("cache", "redis");
      generator.writeStringField("version", survey.version());
      generator.writeNumberField("entries", survey.entries());
      generator.writeBooleanField("complete", survey.isComplete());
      known(generator, "database_keys", survey.databaseKeys());
      known(generator, "used_memory", survey.usedMemory());
      known(generator, "maximum_memory", survey.maximumMemory());
      known(generator, "hits", survey.hits());
      known(generator, "misses", survey.misses());
      generator.writeFieldName("hit_rate");
      if (Double.isNaN(survey.hitRate())) {
        generator.writeNull();
      } else {
        generator.writeNumber(survey.hitRate());
      }
      known(generator, "evicted", survey.evicted());
      generator.writeObjectFieldStart("extractors");
      for (Map.Entry<String, RedisCacheSurvey.Space> space : sorted(survey).entrySet()) {
        generator.writeObjectFieldStart(space.getKey());
        generator.writeNumberField("entries", space.getValue().entries());
        known(generator, "octets", space.getValue().octets());
        generator.writeEndObject();
      }
      generator.writeEndObject();
      generator.writeEndObject();
      generator.writeRaw('\n');
    }
  }

  /** Null stands for what is not known. */
  private static void known(JsonGenerator generator, String field, long value) throws IOException {
    generator.writeFieldName(field);
    if (value < 0) {
      generator.writeNull();
    } else {
      generator.writeNumber(value);
    }
  }

  private static String number(long number) {
    return number < 0 ? "not known" : String.format(Locale.ROOT, "%,d", number);
  }

  private static String octets(long octets) {
    if (octets < 0) {
      return "not known";
    }
    return octets < 1 << 20
        ? String.format(Locale.ROOT, "%.1f KiB", octets / 1024.0)
        : String.format(Locale.ROOT, "%,.1f MiB", octets / (1024.0 * 1024));
  }

  private void write(Output output, String text) throws IOException {
    output.buffer().write(text.getBytes(json ? StandardCharsets.UTF_8 : streams.charset()));
  }

  private Palette palette() {
    return new Palette(streams.colour());
  }
}
