package io.phish.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameServersTest {

  @Test
  void reads_addresses_with_and_without_ports() {
    assertThat(
            NameServers.parse(
                "192.0.2.1:5353, 192.0.2.2 ,[2001:db8::1]:54,2001:db8::2,[2001:db8::3]"))
        .containsExactly(
            new InetSocketAddress("192.0.2.1", 5_353),
            new InetSocketAddress("192.0.2.2", 53),
            new InetSocketAddress("2001:db8::1", 54),
            new InetSocketAddress("2001:db8::2", 53),
            new InetSocketAddress("2001:db8::3", 53));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';0;no address",
        "192.0.2.1,;10;no address",
        "192.0.2.1:0;0;no port",
        "192.0.2.1:65536;0;no port",
        "192.0.2.1,192.0.2.2:dns;10;no port",
        "a..b;0;no address",
      })
  void says_what_is_wrong_and_where(String list, int offset, String what) {
    assertThatThrownBy(() -> NameServers.parse(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at " + offset)
        .hasMessageContaining(what);
  }

  @Test
  void this_machine_has_servers() {
    assertThat(NameServers.system()).isNotEmpty();
  }
}
