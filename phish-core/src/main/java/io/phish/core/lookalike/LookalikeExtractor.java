package io.phish.core.lookalike;

import io.phish.core.url.KnownSites;
import io.phish.core.url.ParsedUrl;
import io.phish.spi.Cost;
import io.phish.spi.ExtractionContext;
import io.phish.spi.ExtractorDescriptor;
import io.phish.spi.FeatureExtractor;
import io.phish.spi.Finding;
import io.phish.spi.Observation;
import io.phish.spi.Protection;
import io.phish.subject.Url;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tells which protected name a URL imitates: in the label that somebody registered, in its words,
 * in the labels before it and in the path. Of all resemblances the strongest becomes a finding,
 * whose weight says how much it counts; a homograph of a brand is decisive. Asks nobody.
 *
 * <p>Protected are the brands that come with the library and those that a host {@linkplain
 * io.phish.DetectorBuilder#protect protects}. The 100,000 most popular sites, the domains of the
 * owner of a brand and what is below them, and what a host {@linkplain
 * io.phish.DetectorBuilder#allow allows} imitate nothing; what it {@linkplain
 * io.phish.DetectorBuilder#deny denies} is an attack for certain.
 *
 * <p>A domain is looked at as the URL that it is the host of, so that a URL is looked at once.
 */
public final class LookalikeExtractor implements FeatureExtractor<Url> {
  /** The least probability of what a host has denied. */
  private static final double DENIED_FLOOR = 0.99;

  private static final ExtractorDescriptor<Url> DESCRIPTOR =
      ExtractorDescriptor.builder("phish.lookalike", Url.class)
          .description("Which protected name the host or the path looks like, and by which trick")
          .cost(Cost.INLINE)
          .settings(LookalikeSettings.PROTECT, LookalikeSettings.ALLOW, LookalikeSettings.DENY)
          .apiVersion(ExtractorDescriptor.API_VERSION)
          .build();

  private LookalikeSettings settings = LookalikeSettings.NONE;
  private @Nullable Guard own;
  private DomainSet allowed = DomainSet.EMPTY;
  private DomainSet denied = DomainSet.EMPTY;

  /** With the names that come with the library. */
  public LookalikeExtractor() {}

  @Override
  public ExtractorDescriptor<Url> descriptor() {
    return DESCRIPTOR;
  }

  /**
   * Understands {@code protect}, brands as {@link io.phish.Brand#parse} reads them, between
   * semicolons; {@code allow} and {@code deny}, domains between commas or white space. Each may be
   * {@code @FILE} in place of that: a UTF-8 file of up to 8 MiB with one a line, in which lines
   * that begin with {@code #} are skipped.
   */
  @Override
  public void configure(Map<String, String> settings) {
    this.settings = LookalikeSettings.of(settings);
    use(this.settings.protection());
  }

  @Override
  public void protect(Protection protection) {
    use(settings.with(protection));
    Bundled.instance(); // while the detector is built, not while somebody waits for a verdict
  }

  private void use(Protection protection) {
    own = protection.brands().isEmpty() ? null : Protected.guard(protection.brands());
    allowed = DomainSet.of(protection.allowed());
    denied = DomainSet.of(protection.denied());
  }

  @Override
  public CompletionStage<Observation> extract(Url url, ExtractionContext context) {
    ParsedUrl parsed =
        context.form() instanceof ParsedUrl form ? form : ParsedUrl.parse(url.value());
    return CompletableFuture.completedFuture(observe(url, parsed));
  }

  private Observation observe(Url url, ParsedUrl parsed) {
    String host = parsed.host();
    if (host == null) {
      return Observation.EMPTY;
    }
    if (denied.covers(host)) {
      return Observation.of(
          Finding.decisive(
                  "denied", DENIED_FLOOR, "`" + host + "` is on the list of denied domains")
              .withEvidence(host));
    }
    if (parsed.isIpAddress() || allowed.covers(host) || KnownSites.bundled().isPopular(parsed)) {
      return Observation.EMPTY;
    }
    Watched watched = new Watched(url.value(), parsed, host);
    if (own != null && own.isOwned(watched.site)) {
      return Observation.EMPTY;
    }
    Sighting mine = own == null ? null : own.look(watched);
    Sighting brand = Bundled.instance().look(watched);
    if (mine == null) {
      return brand == null
          ? Observation.EMPTY
          : Observation.of(brand.finding()).withFacts(brand.facts());
    }
    // What a host protects itself is always told, though another may be more like it.
    Observation observation =
        brand != null && brand.isStrongerThan(mine)
            ? Observation.of(mine.finding(), brand.finding())
            : Observation.of(mine.finding());
    return observation.withFacts(mine.facts());
  }
}
