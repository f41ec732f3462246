package io.phish.examples.training;

import io.phish.core.dns.DnsModel;
import io.phish.core.registration.RegistrationModel;
import io.phish.spi.FeatureSchema;
import io.phish.spi.FeatureVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the columns of nesfit/domainradar-clf into the features that the extractors give.
 *
 * <p>There, entropy is divided by the length of the text; the period of a registration is in
 * milliseconds, other times are in days; and nothing that was not found differs from 0, so what is
 * absent is told from what is not known by the columns beside it.
 */
final class DomainColumns {
  private static final double DAY = 86_400_000;
  private static final String[] RECORDS = {"A", "AAAA", "MX", "NS", "TXT", "SOA", "CNAME"};

  private final Map<String, Integer> indices = new HashMap<>();
  private final List<Integer> numbers = new ArrayList<>();
  private final FeatureSchema schema;

  /** The columns of this header. */
  DomainColumns(String[] header) {
    for (int i = 0; i < header.length; i++) {
      indices.put(header[i], i);
      if (!header[i].equals("label") && !header[i].equals("domain_name")) {
        numbers.add(i);
      }
    }
    schema = DomainFolds.View.numbered(numbers.size());
  }

  /**
   * The text in a column.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  String text(String[] cells, String column) {
    Integer index = indices.get(column);
    if (index == null) {
      throw new IllegalArgumentException("no column '" + column + "'");
    }
    return cells[index];
  }

  /** All columns but name and label, numbered. */
  FeatureVector all(String[] cells) {
    return FeatureVector.of(schema, numbers.stream().mapToDouble(i -> number(cells[i])).toArray());
  }

  private double get(String[] cells, String column) {
    return number(text(cells, column));
  }

  private static double number(String cell) {
    return switch (cell) {
      case "" -> Double.NaN;
      case "true" -> 1;
      case "false" -> 0;
      default -> Double.parseDouble(cell);
    };
  }

  /** In the order of {@link DnsModel#SCHEMA}. */
  FeatureVector dns(String[] cells) {
    FeatureVector.Builder dns = FeatureVector.builder(DnsModel.SCHEMA);
    double[] counts = new double[RECORDS.length];
    double types = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = get(cells, "dns_" + RECORDS[i] + "_count");
      types += counts[i] > 0 ? 1 : 0;
    }
    boolean isAlias = counts[6] > 0;
    if (types == 0) {
      return dns.build(); // nothing tells an empty name from a look-up that failed
    }
    dns.set("alias", isAlias ? 1 : 0);
    dns.set("n_address", isAlias ? get(cells, "ip_count") : counts[0] + counts[1]);
    dns.set("n_type", isAlias ? 1 : types);
    if (!isAlias) {
      atName(cells, dns, counts);
    }
    return dns.build();
  }

  private void atName(String[] cells, FeatureVector.Builder dns, double[] counts) {
    double mxLength = get(cells, "dns_mx_avg_len");
    double mx = counts[2] == 1 && mxLength <= 1 ? 0 : counts[2]; // a null MX
    dns.set("n_a", counts[0]);
    dns.set("n_aaaa", counts[1]);
    dns.set("n_mx", mx);
    dns.set("n_ns", counts[3]);
    dns.set("n_txt", counts[4]);
    dns.set("apex", counts[5] > 0 ? 1 : 0);
    dns.set("len_mx", mx > 0 ? mxLength : Double.NaN);
    dns.set("len_txt", counts[4] > 0 ? get(cells, "dns_txt_avg_len") : Double.NaN);
    dns.set("n_verification", get(cells, "dns_txt_external_verification_score"));
    dns.set("spf", get(cells, "dns_txt_spf_exists"));
    if (counts[5] > 0) {
      dns.set("soa_refresh", get(cells, "dns_soa_refresh"));
      dns.set("soa_retry", get(cells, "dns_soa_retry"));
      dns.set("soa_expire", get(cells, "dns_soa_expire"));
      dns.set("soa_minimum", get(cells, "dns_soa_min_ttl"));
      name(cells, dns, "dns_soa_primary_ns", "primary");
      name(cells, dns, "dns_soa_email", "mailbox");
    }
  }

  private void name(String[] cells, FeatureVector.Builder dns, String from, String to) {
    double length = get(cells, from + "_len");
    dns.set("len_" + to, length);
    dns.set("n_digit_" + to, get(cells, from + "_digit_count"));
    dns.set("entropy_" + to, get(cells, from + "_entropy") * length);
  }

  /** In the order of {@link RegistrationModel#SCHEMA}. */
  FeatureVector registration(String[] cells) {
    FeatureVector.Builder registration = FeatureVector.builder(RegistrationModel.SCHEMA);
    double age = get(cells, "rdap_domain_age");
    double period = get(cells, "rdap_registration_period") / DAY;
    double sinceUpdate = get(cells, "rdap_time_from_last_change");
    double length = get(cells, "rdap_registrar_name_len");
    if (Double.isNaN(age) && Double.isNaN(sinceUpdate) && !(length > 0)) {
      return registration.build(); // no reply
    }
    registration.set("age", age);
    registration.set("period", period);
    registration.set("remaining", period - age);
    registration.set("since_update", sinceUpdate);
    registration.set("signed", get(cells, "rdap_has_dnssec"));
    if (length > 0) {
      registration.set("len_registrar", length);
      registration.set("entropy_registrar", get(cells, "rdap_registrar_name_entropy") * length);
    }
    return registration.build();
  }
}
