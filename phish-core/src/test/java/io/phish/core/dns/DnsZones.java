package io.phish.core.dns;

/** Zones that tests ask about. */
final class DnsZones {
  /** A shop with mail, policies, keys and an alias. */
  static final TestZone SHOP =
      TestZone.of(
          "example.com",
          "@ 3600 SOA ns1.example.net. host.master.example.com. 1 7200 600 86400 300",
          "@ 3600 NS ns1.example.net.",
          "@ 3600 NS ns2.example.org.",
          "@ 50 A 192.0.2.1",
          "@ 50 A 192.0.2.2",
          "@ 50 A 198.51.100.1",
          "@ 300 AAAA 2001:db8::1",
          "@ 3600 MX 10 mail.example.com.",
          "@ 3600 MX 20 mx.example.net.",
          "@ 3600 TXT \"v=spf1 include:_spf.example.net -all\"",
          "@ 3600 TXT \"google-site-verification=abc\" \" MS=1\"",
          "@ 3600 CAA 0 issue \"ca.example.net\"",
          "_dmarc 3600 TXT \"v=DMARC1; p=reject; rua=mailto:d@example.com\"",
          "selector1._domainkey 3600 TXT \"v=DKIM1; k=rsa; p=MIGf\"",
          "google._domainkey 3600 TXT \"v=DKIM1; p=\"",
          "www 120 CNAME @",
          "inner 60 A 10.1.2.3");

  /** One that answers everything below it, parked, that takes no mail, with hostile texts. */
  static final TestZone PARKED =
      TestZone.of(
          "example.net",
          "@ 60 SOA ns1.sedoparking.com. host.example.net. 1 7200 600 86400 300",
          "@ 60 NS ns1.sedoparking.com.",
          "@ 60 NS ns2.sedoparking.com.",
          "@ 60 A 192.0.2.9",
          "@ 60 MX 0 .",
          "@ 60 TXT \"v=spf1 \\027[31mred\\010=cmd|' /C calc'!A0 ?all\"",
          "* 60 A 192.0.2.9");

  private DnsZones() {}
}
