package io.phish.core.registration.rdap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.phish.core.registration.Registrar;
import io.phish.core.registration.Registration;
import io.phish.core.registration.RegistrationState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdapParserTest {
  private final RdapParser parser = new RdapParser();

  private Registration registration(String reply) {
    return parser.parse(reply.replace('\'', '"')).registration();
  }

  private static Registrar registrar(Registration registration) {
    return Objects.requireNonNull(registration.registrar());
  }

  @Test
  void reads_a_domain() {
    Registration read =
        registration(
            """
            {'objectClassName':'domain','handle':'1-X','ldhName':'Shop.Example.',
             'status':['active','Client Transfer Prohibited','serverHold','odd one'],
             'events':[{'eventAction':'Registration','eventDate':'2020-02-03T04:05:06+02:00'},
                       {'eventAction':'expiration','eventDate':'2030-02-03'},
                       {'eventAction':'last changed','eventDate':'2021-01-01T00:00:00Z'},
                       {'eventAction':'last changed','eventDate':'2022-01-01T00:00:00Z'}],
             'nameservers':[{'ldhName':'NS2.Example.NET.'},{'ldhName':'ns1.example.net'},
                            {'ldhName':'ns2.example.net'},{'unicodeName':'ns.bücher.example'},
                            'ns3.example.net 192.0.2.1',{'x':1}],
             'secureDNS':{'delegationSigned':true},
             'entities':[
               {'handle':'77','roles':['Registrar'],
                'publicIds':[{'type':'IANA Registrar ID','identifier':'77'}],
                'links':[{'rel':'about','href':'https://registrar.example/'}],
                'vcardArray':['vcard',[['version',{},'text','4.0'],['fn',{},'text',' Seller ']]],
                'entities':[{'roles':['abuse'],'vcardArray':['vcard',[
                   ['tel',{'type':['fax']},'uri','tel:+1.1'],
                   ['tel',{'type':'voice'},'uri','tel:+1.2'],
                   ['email',{},'text','abuse@registrar.example']]]}]},
               {'roles':['registrant'],'vcardArray':['vcard',[
                   ['fn',{},'text','A Person'],['org',{},'text',['Maker Ltd','Sales']],
                   ['adr',{},'text',['','',['1 Road','Floor 2'],'City','','','Germany']]]]}]}
            """);
    assertThat(read.state()).isEqualTo(RegistrationState.REGISTERED);
    assertThat(read.domain()).isEqualTo("shop.example");
    assertThat(read.id()).isEqualTo("1-X");
    assertThat(read.created()).hasToString("2020-02-03T02:05:06Z");
    assertThat(read.expires()).hasToString("2030-02-03");
    assertThat(read.updated()).hasToString("2022-01-01T00:00:00Z");
    assertThat(read.statuses())
        .containsExactly("ok", "clientTransferProhibited", "serverHold", "odd one");
    assertThat(read.nameservers())
        .containsExactly(
            "ns2.example.net", "ns1.example.net", "ns.xn--bcher-kva.example", "ns3.example.net");
    assertThat(read.signed()).isTrue();
    assertThat(read.registrar())
        .isEqualTo(
            new Registrar(
                "Seller", 77, "https://registrar.example/", "abuse@registrar.example", "+1.2"));
    assertThat(read.registrantOrganization()).isEqualTo("Maker Ltd");
    assertThat(read.registrantCountry()).isEqualTo("DE");
    assertThat(read.hidden()).isFalse();
  }

  @Test
  void does_not_know_what_is_not_stated() {
    Registration read = registration("{'objectClassName':'domain','ldhName':'a.example'}");
    assertThat(read)
        .isEqualTo(Registration.builder(RegistrationState.REGISTERED).domain("a.example").build());
  }

  @Test
  void a_domain_that_was_registered_again_began_then() {
    Registration read =
        registration(
            """
            {'objectClassName':'domain','ldhName':'a.example','events':[
              {'eventAction':'registration','eventDate':'2001-01-01T00:00:00Z'},
              {'eventAction':'reregistration','eventDate':'2019-01-01T00:00:00Z'}]}
            """);
    assertThat(read.created()).hasToString("2019-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2020-01-02T03:04:05Z, 2020-01-02, 2020-01-02T03:04:05Z",
    "2020-01-02t03:04:05.123456789z, 2020-01-02, 2020-01-02T03:04:05.123456789Z",
    "2020-01-02T23:04:05-05:00, 2020-01-02, 2020-01-03T04:04:05Z",
    "2020-01-02T23:04:05+0530, 2020-01-02, 2020-01-02T17:34:05Z",
    "2020-01-02 03:04:05 UTC, 2020-01-02, 2020-01-02T03:04:05Z",
    "2016-12-31T23:59:60Z, 2016-12-31, 2016-12-31T23:59:59Z",
    "2020-01-02T03:04:05, 2020-01-02,",
    "2020-01-02, 2020-01-02,",
    "20200102, 2020-01-02,",
  })
  void takes_dates_as_servers_write_them(String written, LocalDate day, Instant instant) {
    var date = Objects.requireNonNull(RdapDates.parse(written));
    assertThat(date.day()).isEqualTo(day);
    assertThat(date.instant()).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%DATE%",
        "2020",
        "2020-13-01",
        "2020-02-30",
        "2020-01-02T",
        "2020-01-02T25:00:00Z",
        "2020-01-02T00:00:00+99:00",
        "2020-01-02T00:00:00Zebra",
        "02/01/2020",
        "2020-01-02T00:00:00.Z"
      })
  void guesses_no_dates(String written) {
    assertThat(RdapDates.parse(written)).isNull();
  }

  @Test
  void names_what_is_odd() {
    RdapResponse response =
        parser.parse(
            """
            {"objectClassName":"domain","handle":7.5,"ldhName":{"a":1},"ldhName":"a.example",
             "events":[{"eventAction":"registration","eventDate":"%DATE%"},{"eventAction":"x"}],
             "secureDNS":{"delegationSigned":"false"},"links":[{"rel":"self"}],
             "entities":{"roles":"registrar","publicIds":{"type":"IANA Registrar ID",
               "identifier":"x"},"vcardArray":["vcard",["fn",{},"text","Only One"]]}}
            """);
    assertThat(response.oddities())
        .containsExactlyInAnyOrder(
            "an object has two members of one name; the last one counts",
            "an eventDate is no date",
            "an event has no action or no date",
            "a link leads nowhere",
            "the IANA Registrar ID is no number",
            "delegationSigned is no boolean");
    assertThat(response.registration().signed()).isFalse();
    assertThat(registrar(response.registration()).name()).isEqualTo("Only One");
  }

  @Test
  void takes_a_domain_without_its_class() {
    RdapResponse response = parser.parse("{\"ldhName\":\"a.example\",\"events\":[]}");
    assertThat(response.kind()).isEqualTo("domain");
    assertThat(response.oddities()).containsExactly("objectClassName is missing");
  }

  @Test
  void tells_holders_from_those_who_hide_them() {
    assertThat(holder("['fn',{},'text','REDACTED FOR PRIVACY']").hidden()).isTrue();
    assertThat(holder("['org',{},'text','Domains By Proxy, LLC']").hidden()).isTrue();
    assertThat(holder("['org',{},'text','Domains By Proxy, LLC']").registrantOrganization())
        .isEqualTo("Domains By Proxy, LLC");
    assertThat(holder("['org',{},'text','Redacted for Privacy']").registrantOrganization())
        .isNull();
    assertThat(holder("['fn',{},'text','']").hidden()).isNull();
    assertThat(holder("['fn',{},'text','']").registrantCountry()).isNull();
    assertThat(holder("['adr',{'cc':'fr'},'text',['','','','','','','']]").registrantCountry())
        .isEqualTo("FR");
    assertThat(
            registration(
                    """
                    {'objectClassName':'domain','ldhName':'a.example',
                     'redacted':[{'name':{'description':'Registrant Name'},'method':'removal'}]}
                    """)
                .hidden())
        .isTrue();
  }

  private Registration holder(String property) {
    return registration(
        "{'objectClassName':'domain','ldhName':'a.example','entities':[{'roles':['registrant'],"
            + "'vcardArray':['vcard',["
            + property
            + "]]}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "404, Not Found, UNREGISTERED",
    "404, Name is reserved by the registry, RESERVED",
    "404, Not found. All rights reserved., UNREGISTERED",
    "429, Slow down, THROTTLED",
    "500, Oops, UNKNOWN",
    "501, Not Implemented, UNKNOWN"
  })
  void understands_errors(int code, String title, RegistrationState state) {
    assertThat(registration("{'errorCode':" + code + ",'title':'" + title + "'}").state())
        .isEqualTo(state);
  }

  @Test
  void follows_only_links_to_rdap() {
    String reply =
        """
        {'objectClassName':'domain','ldhName':'a.example','links':[
          {'rel':'related','type':'text/html','href':'https://page.example/'},
          {'rel':'self','type':'application/rdap+json','href':'https://self.example/'},
          {'rel':'related','type':'application/rdap+json','href':'https://rdap.example/'}]}
        """;
    assertThat(parser.parse(reply.replace('\'', '"')).registrarLink())
        .isEqualTo("https://rdap.example/");
  }

  @Test
  void takes_replies_that_are_not_in_utf_8() {
    byte[] latin1 =
        "{\"objectClassName\":\"domain\",\"ldhName\":\"a.example\",\"handle\":\"é\"}"
            .getBytes(StandardCharsets.ISO_8859_1);
    RdapResponse response = parser.parse(latin1);
    assertThat(response.handle()).isEqualTo("é");
    assertThat(response.oddities()).containsExactly("the reply is not UTF-8");
    byte[] wide = "{\"errorCode\":404}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(parser.parse(wide).registration().state()).isEqualTo(RegistrationState.UNREGISTERED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                       | 0",
        "'   '                    | 0",
        "[]                       | 0",
        "\"text\"                 | 0",
        "null                     | 0",
        "<html>                   | 0",
        "{\"a\":                  | 5",
        "{\"a\":1}{               | 7",
        "{\"a\":1} trailing       | 8",
        "{\"a\":tru               | 5"
      })
  void names_where_a_reply_is_broken(String reply, long atLeast) {
    assertThatExceptionOfType(MalformedRdapException.class)
        .isThrownBy(() -> parser.parse(reply))
        .satisfies(e -> assertThat(e.offset()).isBetween(atLeast, (long) reply.length()))
        .withMessageStartingWith("the reply is ");
  }

  @Test
  void keeps_its_limits() {
    String deep = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    String wide = "{\"a\":[" + "0,".repeat(300_000) + "0]}";
    String longString = "{\"a\":\"" + "x".repeat(10 << 20) + "\"}";
    String longNumber = "{\"a\":" + "9".repeat(1_000) + "}";
    String longName = "{\"" + "n".repeat(100_000) + "\":1}";
    for (String reply : new String[] {deep, wide, longString, longNumber, longName}) {
      assertThatExceptionOfType(MalformedRdapException.class).isThrownBy(() -> parser.parse(reply));
      assertThatExceptionOfType(MalformedRdapException.class)
          .isThrownBy(() -> parser.parse(reply.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void leaves_out_what_no_domain_has() {
    String nameservers = "{\"ldhName\":\"ns%d.example\"},";
    StringBuilder reply = new StringBuilder("{\"objectClassName\":\"domain\",\"nameservers\":[");
    for (int i = 0; i < 5_000; i++) {
      reply.append(nameservers.replace("%d", Integer.toString(i)));
    }
    reply.append("{}]}");
    assertThat(registration(reply.toString()).nameservers())
        .hasSize(RdapParser.MAX_ELEMENTS)
        .startsWith("ns0.example");
  }
}
