package io.phish.examples.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs every benchmark and writes {@code jmh.json}, {@code runs.json} and {@code index.html} into a
 * folder.
 *
 * <p>Arguments: the folder, {@code phish.jar}, and whatever JMH understands.
 */
final class Bench {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Bench() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Path jar = Path.of(args[1]);
    String[] jmhArguments = java.util.Arrays.copyOfRange(args, 2, args.length);
    Path jmh = folder.resolve("jmh.json");
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(jmhArguments))
                .resultFormat(ResultFormatType.JSON)
                .result(jmh.toString())
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build())
        .run();
    Map<String, Object> runs = new LinkedHashMap<>();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    runs.put("machine", machine());
    runs.put("url_parsers", Ratios.of(JSON.readTree(jmh.toFile()), "PeersBenchmark"));
    runs.put("url_parser_cost", ParserCost.measure());
    runs.put("hung_extractors", HungExtractors.measure(1_000, 100));
    runs.put("black_holes", BlackHoles.measure(10));
    runs.put("start_up", new StartUp(java, jar, folder).measure(11));
    runs.put("online", OnlineLatency.measure(500, 20_000));
    runs.put("dns", new DnsThroughput(java, folder).measure(1_000_000, 3));
    runs.put("stream", new StreamThroughput(java, jar, folder).measure(500_000));
    Path figures = folder.resolve("runs.json");
    JSON.writeValue(figures.toFile(), runs);
    Path page = folder.resolve("index.html");
    Files.writeString(
        page, new BenchPage(JSON.readTree(jmh.toFile()), JSON.readTree(figures.toFile())).html());
    System.out.println(JSON.writeValueAsString(runs));
    System.out.println("see " + page.toUri());
  }

  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("java", System.getProperty("java.runtime.version"));
    machine.put("vm", System.getProperty("java.vm.name"));
    machine.put("os", System.getProperty("os.name") + ' ' + System.getProperty("os.arch"));
    return machine;
  }
}
