package io.phish.core.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes databases in MaxMind's format, version 2.0: an IPv6 tree with records of 24 bits. */
final class MmdbFile {
  private static final int EMPTY = -1;

  private final String type;

  /** Two records a node: above 0 the next node, -1 nothing, below that data. */
  private final List<int[]> nodes = new ArrayList<>();

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  MmdbFile(String type) {
    this.type = type;
    nodes.add(new int[] {EMPTY, EMPTY});
  }

  static MmdbFile asn() {
    return new MmdbFile("GeoLite2-ASN")
        .with(
            "192.0.2.0/24",
            Map.of(
                "autonomous_system_number",
                64_500L,
                "autonomous_system_organization",
                "Beispiel\u001b[31m GmbH"))
        .with("198.51.100.0/24", Map.of("autonomous_system_number", 64_501L))
        .with("2001:db8::/32", Map.of("asn", "AS64502", "name", "IPinfo style"));
  }

  static MmdbFile country() {
    return new MmdbFile("GeoLite2-Country")
        .with("192.0.2.0/24", Map.of("country", Map.of("iso_code", "DE")))
        .with("198.51.100.0/24", Map.of("country", "FR"))
        .with("2001:db8::/32", Map.of("country_code", "SE", "country", "Sweden"));
  }

  /** With an entry for a network. */
  MmdbFile with(String network, Map<String, ?> entry) {
    int slash = network.indexOf('/');
    byte[] address = address(network.substring(0, slash));
    int bits = Integer.parseInt(network.substring(slash + 1)) + (address.length == 4 ? 96 : 0);
    byte[] octets = new byte[16];
    System.arraycopy(address, 0, octets, 16 - address.length, address.length);
    int leaf = -2 - data.size();
    write(data, entry);
    int node = 0;
    for (int i = 0; i < bits; i++) {
      int bit = octets[i / 8] >> (7 - i % 8) & 1;
      if (i == bits - 1) {
        nodes.get(node)[bit] = leaf;
      } else {
        if (nodes.get(node)[bit] == EMPTY) {
          nodes.add(new int[] {EMPTY, EMPTY});
          nodes.get(node)[bit] = nodes.size() - 1;
        }
        node = nodes.get(node)[bit];
      }
    }
    return this;
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int value =
            record >= 0
                ? record
                : record == EMPTY ? nodes.size() : nodes.size() + 16 + (-2 - record);
        out.write(value >> 16);
        out.write(value >> 8);
        out.write(value);
      }
    }
    out.writeBytes(new byte[16]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    write(
        out,
        Map.of(
            "node_count",
            (long) nodes.size(),
            "record_size",
            24,
            "ip_version",
            6,
            "database_type",
            type,
            "languages",
            List.of("en"),
            "binary_format_major_version",
            2,
            "binary_format_minor_version",
            0,
            "build_epoch",
            1_700_000_000_000L,
            "description",
            Map.of("en", "of a test")));
    return out.toByteArray();
  }

  Path writeTo(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    if (value instanceof Map<?, ?> map) {
      control(out, 7, map.size());
      new TreeMap<>(map)
          .forEach(
              (key, each) -> {
                write(out, key);
                write(out, each);
              });
    } else if (value instanceof List<?> list) {
      control(out, 11, list.size());
      list.forEach(each -> write(out, each));
    } else if (value instanceof String text) {
      byte[] octets = text.getBytes(StandardCharsets.UTF_8);
      control(out, 2, octets.length);
      out.writeBytes(octets);
    } else if (value instanceof Integer number) {
      control(out, 5, 2);
      out.write(number >> 8);
      out.write(number);
    } else if (value instanceof Long number) {
      boolean wide = number > 0xFFFF_FFFFL;
      control(out, wide ? 9 : 6, wide ? 8 : 4);
      for (int shift = wide ? 56 : 24; shift >= 0; shift -= 8) {
        out.write((int) (number >> shift));
      }
    } else {
      throw new IllegalArgumentException("no type for " + value);
    }
  }

  private static void control(ByteArrayOutputStream out, int type, int size) {
    int first = size < 29 ? size : 29;
    out.write((type > 7 ? 0 : type << 5) | first);
    if (type > 7) {
      out.write(type - 7);
    }
    if (size >= 29) {
      out.write(size - 29);
    }
  }
}
