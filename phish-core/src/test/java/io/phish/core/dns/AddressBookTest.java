package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressBookTest {
  @TempDir private Path folder;

  @Test
  void tells_whose_an_address_is() throws UnknownHostException {
    try (AddressBook asn = open(MmdbFile.asn(), AddressBook.Kind.ASN);
        AddressBook country = open(MmdbFile.country(), AddressBook.Kind.COUNTRY)) {
      assertThat(asn.find(address("192.0.2.77"))).startsWith("AS64500 Beispiel");
      assertThat(asn.find(address("198.51.100.1"))).isEqualTo("AS64501");
      assertThat(asn.find(address("2001:db8::1"))).isEqualTo("AS64502 IPinfo style");
      assertThat(asn.find(address("203.0.113.1"))).isNull();
      assertThat(country.find(address("192.0.2.77"))).isEqualTo("DE");
      assertThat(country.find(address("198.51.100.1"))).isEqualTo("FR");
      assertThat(country.find(address("2001:db8::1"))).isEqualTo("SE");
    }
  }

  @Test
  void refuses_a_database_of_something_else() {
    assertThatThrownBy(() -> open(MmdbFile.country(), AddressBook.Kind.ASN))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mmdb-test")
        .hasMessageContaining("GeoLite2-Country")
        .hasMessageContaining("asn");
  }

  @Test
  void refuses_a_file_that_is_not_there() {
    Path missing = folder.resolve("none.mmdb");
    assertThatThrownBy(() -> AddressBook.open(missing, AddressBook.Kind.ASN, "mmdb-asn"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mmdb-asn " + missing)
        .hasMessageContaining("give the path");
    assertThatThrownBy(() -> AddressBook.open(folder, AddressBook.Kind.ASN, "mmdb-asn"))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void refuses_what_is_no_database() throws IOException {
    byte[] whole = MmdbFile.asn().bytes();
    assertCorrupt(new byte[0]);
    assertCorrupt("not a database".getBytes(StandardCharsets.US_ASCII));
    // Cut: the metadata is at the end.
    assertCorrupt(Arrays.copyOf(whole, whole.length / 2));
    // The metadata alone, of a tree that is not there.
    assertCorrupt(Arrays.copyOfRange(whole, whole.length - 260, whole.length));
  }

  @Test
  void a_tree_that_leads_nowhere_is_refused_or_tells_nothing() throws IOException {
    byte[] whole = MmdbFile.asn().bytes();
    SplittableRandom random = new SplittableRandom(11);
    int opened = 0;
    for (int i = 0; i < 300; i++) {
      byte[] broken = whole.clone();
      for (int k = 0; k < 40; k++) {
        broken[random.nextInt(whole.length - 230)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("broken.mmdb"), broken);
      try (AddressBook book = AddressBook.open(file, AddressBook.Kind.ASN, "mmdb-asn")) {
        opened++;
        for (String each : new String[] {"192.0.2.1", "198.51.100.1", "2001:db8::1", "8.8.8.8"}) {
          String unused = book.find(address(each)); // whatever it says, it does not throw
        }
      } catch (ConfigurationException e) {
        assertThat(e).hasMessageContaining("fetch it again");
      }
    }
    assertThat(opened).isLessThan(300);
  }

  @Test
  void names_the_setting_of_an_extractor() throws IOException {
    Path file = Files.writeString(folder.resolve("x.mmdb"), "x");
    try (DnsExtractor extractor = new DnsExtractor()) {
      assertThatThrownBy(() -> extractor.configure(Map.of("mmdb-country", file.toString())))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("mmdb-country " + file);
    }
  }

  private void assertCorrupt(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("corrupt.mmdb"), content);
    assertThatThrownBy(() -> AddressBook.open(file, AddressBook.Kind.ASN, "mmdb-asn"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mmdb-asn " + file)
        .hasMessageContaining("fetch it again");
  }

  private AddressBook open(MmdbFile database, AddressBook.Kind kind) {
    return AddressBook.open(database.writeTo(folder.resolve(kind + ".mmdb")), kind, "mmdb-test");
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}
