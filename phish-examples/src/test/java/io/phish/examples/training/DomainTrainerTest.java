package io.phish.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.phish.core.dns.DnsModel;
import io.phish.core.model.CalibratedStack;
import io.phish.core.model.TreeEnsemble;
import io.phish.core.registration.RegistrationModel;
import io.phish.spi.FeatureVector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from labelled look-ups to files, on made-up ones that are easy to tell apart. */
class DomainTrainerTest {
  private static final List<String> MODELS =
      List.of("dns-trees.phm", "registration-trees.phm", "stack.phm");

  @TempDir Path directory;

  @BeforeEach
  void needs_the_native_library() {
    assumeTrue(NativeLightGbm.isAvailable(), "LightGBM cannot be loaded: is libgomp installed?");
  }

  @Test
  void learns_what_can_be_learnt_and_writes_the_same_twice() throws IOException {
    Path data = directory.resolve("data");
    write(data, rows());

    DomainTrainer.Result result = train(data, "first", 1);
    train(data, "second", 2);

    assertThat(result.metrics().get("rows_phishing")).isEqualTo(60);
    assertThat(result.metrics().get("rows_benign")).isEqualTo(140);
    assertThat(result.metrics().get("malware_rows")).isEqualTo(10);
    assertThat(result.metrics().get("by_owner_registration_auc")).isGreaterThan(0.95);
    assertThat(result.metrics().get("by_owner_stack_auc")).isGreaterThan(0.95);
    assertThat(result.metrics().get("by_domain_stack_f1")).isGreaterThan(0.85);
    assertThat(result.metrics())
        .containsKeys(
            "by_owner_stack_ece",
            "by_owner_stack_without_dns_auc",
            "by_owner_stack_without_registration_auc",
            "by_owner_stack_without_url_auc");
    List<Path> files;
    try (var list = Files.list(directory.resolve("first"))) {
      files = list.sorted().toList();
    }
    assertThat(files).hasSize(21);
    for (Path file : files) {
      assertThat(Files.readAllBytes(directory.resolve("second").resolve(file.getFileName())))
          .as(file.toString())
          .isEqualTo(Files.readAllBytes(file));
    }
    try (InputStream in = Files.newInputStream(directory.resolve("first/dns-trees.phm"))) {
      assertThat(TreeEnsemble.read(in, "dns", DnsModel.SCHEMA).version().id())
          .isEqualTo("phish.dns");
    }
    try (InputStream in = Files.newInputStream(directory.resolve("first/stack.phm"))) {
      assertThat(CalibratedStack.read(in, "stack").sets()).hasSize(4);
    }
  }

  @Test
  void unregistered_names_do_not_stand_for_phishing() throws IOException {
    Path data = directory.resolve("data");
    List<Map<String, String>> rows = rows();
    write(data, rows);
    DomainTrainer.Result with = train(data, "with", 1);
    rows.removeIf(row -> "dga".equals(row.get("label")));
    write(data, rows);
    DomainTrainer.Result without = train(data, "without", 1);

    assertThat(with.dns().bias()).isEqualTo(without.dns().bias());
    assertThat(with.registration().bias()).isEqualTo(without.registration().bias());
    assertThat(with.stack().sets()).isEqualTo(without.stack().sets());
  }

  @Test
  void a_row_that_is_cut_is_named() throws IOException {
    Path data = directory.resolve("data");
    List<Map<String, String>> rows = rows();
    rows.get(3).remove("rdap_has_dnssec");
    write(data, rows);

    assertThatThrownBy(() -> train(data, "out", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 5");
  }

  @Test
  void columns_become_the_features_that_the_extractors_give() {
    Map<String, String> row = row("benign", "shop.example.com");
    row.put("dns_A_count", "2");
    row.put("dns_MX_count", "1");
    row.put("dns_mx_avg_len", "1"); // the root: a null MX
    row.put("dns_SOA_count", "1");
    row.put("dns_soa_primary_ns_len", "10");
    row.put("dns_soa_primary_ns_entropy", "0.25");
    row.put("rdap_registration_period", "31536000000");
    row.put("rdap_domain_age", "100.5");
    row.put("rdap_registrar_name_len", "16");
    row.put("rdap_registrar_name_entropy", "0.125");
    String[] header = row.keySet().toArray(String[]::new);
    String[] cells = row.values().toArray(String[]::new);
    DomainColumns columns = new DomainColumns(header);

    FeatureVector dns = columns.dns(cells);
    assertThat(dns.get("alias")).isZero();
    assertThat(dns.get("n_a")).isEqualTo(2);
    assertThat(dns.get("n_address")).isEqualTo(2);
    assertThat(dns.get("n_mx")).isZero();
    assertThat(dns.get("len_mx")).isNaN();
    assertThat(dns.get("apex")).isEqualTo(1);
    assertThat(dns.get("entropy_primary")).isEqualTo(2.5);
    FeatureVector registration = columns.registration(cells);
    assertThat(registration.get("age")).isEqualTo(100.5);
    assertThat(registration.get("period")).isEqualTo(365);
    assertThat(registration.get("remaining")).isEqualTo(264.5);
    assertThat(registration.get("entropy_registrar")).isEqualTo(2);
    assertThat(registration.schema()).isEqualTo(RegistrationModel.SCHEMA);

    row.put("dns_CNAME_count", "1");
    row.put("ip_count", "4");
    FeatureVector alias = columns.dns(row.values().toArray(String[]::new));
    assertThat(alias.get("alias")).isEqualTo(1);
    assertThat(alias.get("n_address")).isEqualTo(4);
    assertThat(alias.get("n_a")).as("of an alias nothing else is known").isNaN();
  }

  @Test
  void what_was_not_found_is_not_known_rather_than_nothing() {
    Map<String, String> row = row("dga", "qwhgjsa.example");
    row.put("rdap_domain_age", "");
    row.put("rdap_registration_period", "");
    row.put("rdap_time_from_last_change", "");
    DomainColumns columns = new DomainColumns(row.keySet().toArray(String[]::new));
    String[] cells = row.values().toArray(String[]::new);

    assertThat(columns.dns(cells).toArray()).containsOnly(Double.NaN);
    assertThat(columns.registration(cells).toArray()).containsOnly(Double.NaN);
  }

  @Test
  void threshold_of_the_best_f1_is_found() {
    Scored.Builder builder = new Scored.Builder();
    for (double score : new double[] {0.2, 0.6, 0.7, 0.9}) {
      builder.add(true, "", score);
    }
    for (double score : new double[] {0.1, 0.3, 0.4, 0.65}) {
      builder.add(false, "benign", score);
    }
    Scored scores = builder.build();

    double threshold = Confusion.bestThreshold(scores);

    assertThat(threshold).isEqualTo(0.6);
    Confusion confusion = new Confusion();
    for (double score : scores.phishing()) {
      confusion.add(true, score >= threshold);
    }
    for (double score : scores.benign()) {
      confusion.add(false, score >= threshold);
    }
    assertThat(confusion.precision()).isEqualTo(0.75);
    assertThat(confusion.recall()).isEqualTo(0.75);
    assertThat(confusion.f1()).isCloseTo(0.75, within(1e-12));
    assertThat(confusion.falsePositiveRate()).isEqualTo(0.25);
  }

  @Test
  @Tag("slow")
  void shipped_files_come_out_to_the_byte() throws IOException {
    Path shared = Path.of(System.getProperty("phish.shared", "../shared"));
    assumeTrue(
        Files.exists(shared.resolve("data").resolve(DomainCorpus.FILE)),
        "no labelled look-ups in " + shared);
    Path out = directory.resolve("out");
    DomainTrainer.Options options =
        DomainTrainer.Options.of(1).withVersion("2026-11-21").withComparisons(false);
    DomainTrainer.run(shared.resolve("data"), out, options, (step, done) -> {});

    for (String model : MODELS) {
      Class<?> beside =
          model.startsWith("dns")
              ? DnsModel.class
              : model.startsWith("stack") ? CalibratedStack.class : RegistrationModel.class;
      try (InputStream shipped = beside.getResourceAsStream(model)) {
        assertThat(shipped).as(model).isNotNull();
        assertThat(Files.readAllBytes(out.resolve(model)))
            .as(model)
            .isEqualTo(shipped.readAllBytes());
      }
    }
  }

  private DomainTrainer.Result train(Path data, String out, int threads) throws IOException {
    return DomainTrainer.run(
        data,
        directory.resolve(out),
        DomainTrainer.Options.of(7).withComparisons(false).withThreads(threads),
        (step, done) -> {});
  }

  /** Young domains at one registrar without mail are phishing, mostly. */
  private static List<Map<String, String>> rows() {
    SplittableRandom random = new SplittableRandom(5);
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < 220; i++) {
      boolean phishing = i < 60;
      String label = phishing ? "phishing" : i < 200 ? "benign" : i < 210 ? "malware" : "dga";
      Map<String, String> row = row(label, (phishing ? "login-" : "garden-") + i + ".example.com");
      row.put("domain_name", (phishing ? "secure-login" : "garden") + i + ".com");
      if (!label.equals("dga")) {
        row.put("dns_A_count", "1");
        row.put("dns_MX_count", phishing ? "0" : Integer.toString(1 + random.nextInt(3)));
        row.put("dns_mx_avg_len", phishing ? "" : "17");
        double age = phishing ? 200 * random.nextDouble() : 150 + 4000 * random.nextDouble();
        row.put("rdap_domain_age", Double.toString(age));
        row.put("rdap_registration_period", Double.toString((age + 100) * 86_400_000));
        row.put("rdap_time_from_last_change", Double.toString(age / 2));
        row.put("rdap_registrar_name_len", phishing ? "15" : "17");
        row.put("rdap_registrar_name_entropy", phishing ? "0.2" : "0.21");
      }
      rows.add(row);
    }
    return rows;
  }

  /** All columns that are read, of a name of which nothing was found. */
  private static Map<String, String> row(String label, String name) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("label", label);
    row.put("domain_name", name);
    for (String type : List.of("A", "AAAA", "MX", "NS", "TXT", "SOA", "CNAME")) {
      row.put("dns_" + type + "_count", "0");
    }
    for (String column :
        List.of(
            "ip_count",
            "dns_txt_external_verification_score",
            "dns_txt_spf_exists",
            "rdap_has_dnssec",
            "rdap_registrar_name_len",
            "rdap_registrar_name_entropy")) {
      row.put(column, "0");
    }
    for (String column :
        List.of(
            "dns_mx_avg_len",
            "dns_txt_avg_len",
            "dns_soa_refresh",
            "dns_soa_retry",
            "dns_soa_expire",
            "dns_soa_min_ttl",
            "dns_soa_primary_ns_len",
            "dns_soa_primary_ns_digit_count",
            "dns_soa_primary_ns_entropy",
            "dns_soa_email_len",
            "dns_soa_email_digit_count",
            "dns_soa_email_entropy",
            "rdap_registration_period",
            "rdap_domain_age",
            "rdap_time_from_last_change")) {
      row.put(column, "");
    }
    return row;
  }

  private static void write(Path data, List<Map<String, String>> rows) throws IOException {
    Path file = data.resolve(DomainCorpus.FILE);
    Files.createDirectories(file.getParent());
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write(String.join(",", rows.get(0).keySet()) + '\n');
      for (Map<String, String> row : rows) {
        out.write(String.join(",", row.values()) + '\n');
      }
    }
  }
}
