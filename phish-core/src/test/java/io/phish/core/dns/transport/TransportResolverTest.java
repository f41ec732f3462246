package io.phish.core.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.phish.core.dns.TestDnsServer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;

/** What is written for dnsjava runs over our sockets. */
class TransportResolverTest {

  @Test
  void a_lookup_session_of_dnsjava_runs_over_a_transport() throws Exception {
    try (TestDnsServer server = TestDnsServer.start(Asking.zone());
        NioTransport transport = NioTransport.to(server.address())) {
      TransportResolver resolver = new TransportResolver(transport, Asking.LONG);
      LookupResult result =
          LookupSession.builder()
              .resolver(resolver)
              .build()
              .lookupAsync(Name.fromConstantString("www.a.example."), Type.A)
              .toCompletableFuture()
              .get(60, TimeUnit.SECONDS);

      assertThat(result.getRecords()).hasSize(1);
      Message query = Asking.www();
      assertThat(resolver.send(query).getHeader().getID()).isEqualTo(query.getHeader().getID());
      assertThat(transport.statistics().received()).isEqualTo(2);
      resolver.setTimeout(Duration.ofSeconds(1));
      assertThat(resolver.getTimeout()).isEqualTo(Duration.ofSeconds(1));
      assertThatThrownBy(() -> resolver.setTCP(true)).hasMessageContaining("tcpOnly");
    }
  }
}
