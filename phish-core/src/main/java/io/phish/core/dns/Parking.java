package io.phish.core.dns;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Name servers of services that show advertisements or an offer of sale for names without a site.
 *
 * <p>Facts from the list parking-domain-ns of the MISP warning lists (CC0, as of 2026-08), without
 * the name servers that registrars and hosts give to all their customers, which stand there as well
 * (registrar-servers.com, name.com, one.com, rzone.de, wordpress.com, dnsowl.com and the like).
 */
final class Parking {
  private static final Set<String> DOMAINS =
      Set.of(
          "above.com",
          "afternic.com",
          "bodis.com",
          "brainydns.com",
          "brandbucket.com",
          "cashparking.com",
          "chookdns.com",
          "cnomy.com",
          "commonmx.com",
          "dan.com",
          "dingodns.com",
          "dne.com",
          "dnsnuts.com",
          "dnsspark.com",
          "domain-for-sale.at",
          "domain-for-sale.se",
          "domain-is-4-sale-at-domainmarket.com",
          "domaincntrol.com",
          "domainhasexpired.com",
          "domainist.com",
          "domainmarket.com",
          "domainparking.ru",
          "domainrecover.com",
          "dsredirection.com",
          "dsredirects.com",
          "eftydns.com",
          "emu-dns.com",
          "expirationwarning.net",
          "expired.uniregistry-dns.com",
          "expiereddnsmanager.com",
          "fastpark.net",
          "hastydns.com",
          "ibspark.com",
          "koaladns.com",
          "magpiedns.com",
          "mytrafficmanagement.com",
          "namedynamics.net",
          "namefind.com",
          "ndsplitter.com",
          "nsresolution.com",
          "park.do",
          "park1.encirca.net",
          "park2.encirca.net",
          "parkdns1.internetvikings.com",
          "parkdns2.internetvikings.com",
          "parking-page.net",
          "parking.namecheap.com",
          "parking1.ovh.net",
          "parking2.ovh.net",
          "parkingcrew.net",
          "parkingpage.namecheap.com",
          "parkingspa.com",
          "parklogic.com",
          "parktons.com",
          "perfectdomain.com",
          "quokkadns.com",
          "redirectdom.com",
          "renewyourname.net",
          "rookdns.com",
          "searchfusion.com",
          "searchreinvented.com",
          "sedo.com",
          "sedoparking.com",
          "smartname.com",
          "smtmdns.com",
          "snparking.ru",
          "squadhelp.com",
          "sslparking.com",
          "taipandns.com",
          "torresdns.com",
          "trafficcontrolrouter.com",
          "undeveloped.com",
          "uniregistrymarket.link",
          "voodoo.com",
          "weaponizedcow.com",
          "wombatdns.com",
          "your-browser.this-domain.eu",
          "ztomy.com");

  private Parking() {}

  /** The parking services among name servers, in order. */
  static Set<String> services(List<Record> nameServers) {
    Set<String> found = new TreeSet<>();
    for (Record each : nameServers) {
      if (each instanceof NSRecord ns) {
        Name target = ns.getTarget();
        for (int labels = 1; labels < target.labels(); labels++) {
          String domain = new Name(target, labels - 1).toString(true).toLowerCase(Locale.ROOT);
          if (DOMAINS.contains(domain)) {
            found.add(domain);
          }
        }
      }
    }
    return found;
  }
}
