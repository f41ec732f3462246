package io.phish.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class BenchPageTest {
  private static final String JMH =
      """
      [{"benchmark":"io.phish.examples.bench.UrlBenchmark.parse",
        "primaryMetric":{"score":420.4,"scoreError":12.25,"scoreUnit":"ns/op"}},
       {"benchmark":"io.phish.examples.bench.EngineBenchmark.three_inline_extractors",
        "primaryMetric":{"score":2.5,"scoreError":"NaN","scoreUnit":"us/op"}},
       {"benchmark":"io.phish.examples.bench.VerdictBenchmark.urls_per_second","mode":"thrpt",
        "primaryMetric":{"score":512345.6,"scoreError":1000,"scoreUnit":"ops/s"}},
       {"benchmark":"io.phish.examples.bench.VerdictBenchmark.one_url","mode":"sample",
        "primaryMetric":{"score":1950,"scoreError":10,"scoreUnit":"ns/op",
          "scorePercentiles":{"50.0":1800,"99.0":5000,"99.9":14500,"99.99":90000,"100.0":1e6}}}]
      """;
  private static final String RUNS =
      """
      {"stream":{"lines":500000,"lines_per_second":123456.7},"machine":{"vm":"a <b> & \\"c\\""}}
      """;

  @Test
  void every_result_is_on_the_page() throws Exception {
    assertThat(page())
        .contains("Url: parse", "420 ns ± 12 ns", "Engine: three inline extractors", "2.50 µs")
        .contains(
            "Verdict: urls per second</td><td>512,346", "Verdict: one url, p99.9</td><td>14.50 µs")
        .contains("Lines per second", "123,457", "500,000", "a &lt;b> &amp; &quot;c&quot;");
  }

  @Test
  void the_picture_is_well_formed() throws Exception {
    String page = page();
    String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + "</svg>".length());
    Document picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(picture.getElementsByTagName("rect").getLength())
        .as("rates are no times")
        .isEqualTo(3);
  }

  private static String page() throws Exception {
    ObjectMapper json = new ObjectMapper();
    return new BenchPage(json.readTree(JMH), json.readTree(RUNS)).html();
  }
}
