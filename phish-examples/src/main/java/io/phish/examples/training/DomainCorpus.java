package io.phish.examples.training;

import com.google.common.net.InternetDomainName;
import io.phish.InvalidSubjectException;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import io.phish.spi.ScoringModel;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The labelled look-ups of a data directory.
 *
 * @param rows in the order of the file
 * @param url the features of {@link DomainRow#url}, in order
 * @param sha256 of the file
 */
record DomainCorpus(List<DomainRow> rows, FeatureSchema url, String sha256) {
  /** Where they stand below the data directory. */
  static final String FILE = "domains/domainradar_dev.csv.gz";

  /** Reads {@value #FILE}, and {@code urls} for the hosts that the URL model has learnt from. */
  static DomainCorpus read(Path data) throws IOException {
    return new Reader(data).read();
  }

  /** Rows that are trained on and measured. */
  List<DomainRow> counting() {
    return rows.stream().filter(DomainRow::counts).toList();
  }

  /** The rows of a label. */
  List<DomainRow> labelled(String label) {
    return rows.stream().filter(row -> row.label().equals(label)).toList();
  }

  private static final class Reader {
    private final Path data;
    private final UrlFeatureSource urls = new UrlFeatureSource(Map.of());
    private final Columns urlColumns = new Columns(urls.schema());
    private final ScoringModel urlModel = urls.model();
    private final Set<String> learnt;

    Reader(Path data) throws IOException {
      this.data = data;
      this.learnt = learnt(data);
    }

    /** Hosts of the URLs that the shipped URL model was trained on. */
    private static Set<String> learnt(Path data) throws IOException {
      Set<String> hosts = new HashSet<>();
      if (Files.isDirectory(data.resolve("urls"))) {
        for (Corpus.Source source : Corpus.read(data).sources()) {
          source.rows().forEach(row -> hosts.add(host(row.url())));
        }
      }
      return hosts;
    }

    /** Roughly: what is no host does no harm among them. */
    private static String host(String url) {
      int from = url.indexOf("//") + 2;
      int to = from;
      while (to < url.length() && "/?#:".indexOf(url.charAt(to)) < 0) {
        to++;
      }
      return url.substring(from, to).toLowerCase(Locale.ROOT);
    }

    DomainCorpus read() throws IOException {
      Path file = data.resolve(FILE);
      byte[] bytes = Files.readAllBytes(file);
      List<DomainRow> rows = new ArrayList<>();
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8))) {
        String header = in.readLine();
        if (header == null) {
          throw new IOException(file + " is empty");
        }
        String[] names = header.split(",", -1);
        DomainColumns columns = new DomainColumns(names);
        int number = 1;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          number++;
          String[] cells = line.split(",", -1);
          try {
            if (cells.length != names.length) {
              throw new IllegalArgumentException(
                  cells.length + " cells below " + names.length + " columns");
            }
            rows.add(row(columns, cells));
          } catch (IllegalArgumentException | InvalidSubjectException e) {
            throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
          }
        }
      }
      return new DomainCorpus(List.copyOf(rows), urls.schema(), Corpus.sha256(bytes));
    }

    private DomainRow row(DomainColumns columns, String[] cells) {
      String name = columns.text(cells, "domain_name");
      FeatureVector url = FeatureVector.builder(urls.schema()).build();
      double logOdds = Double.NaN;
      if (!learnt.contains(name)) {
        String address = "https://" + name + "/";
        CanonicalForm form = urls.parse(address);
        // The lists of popular sites are later than the look-ups.
        url =
            FeatureVector.of(
                urls.schema(), urlColumns.forgetPopularity(urls.features(address, form)));
        logOdds = logOdds(url);
      }
      return new DomainRow(
          name,
          columns.text(cells, "label"),
          domain(name, false),
          domain(name, true),
          url,
          logOdds,
          columns.dns(cells),
          columns.registration(cells),
          columns.all(cells));
    }

    private double logOdds(FeatureVector url) {
      double p = urlModel.assess(url.project(urlModel.schema())).probability();
      return Math.log(p / (1 - p));
    }

    /** The domain at a registry, or that of a tenant; the name itself if it has none. */
    private static String domain(String name, boolean atRegistry) {
      if (!InternetDomainName.isValid(name)) {
        return name;
      }
      InternetDomainName parsed = InternetDomainName.from(name);
      if (atRegistry) {
        return parsed.isUnderRegistrySuffix()
            ? parsed.topDomainUnderRegistrySuffix().toString()
            : name;
      }
      return parsed.isUnderPublicSuffix() ? parsed.topPrivateDomain().toString() : name;
    }
  }
}
