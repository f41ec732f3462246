package io.phish.core.lookalike;

import io.phish.core.name.Skeleton;
import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.ProtectedName;
import io.phish.core.name.resemblance.ProtectedNames;
import io.phish.core.name.resemblance.Resemblance;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for the names that come with the library. Immutable. */
final class Bundled {
  /** In characters: shorter names look like too many others. */
  private static final int MIN_NAME = 5;

  private final Guard brands;

  private Bundled(Brands tables) {
    brands = new Guard(tables.names(), tables.owned(), tables.everyday(), false);
  }

  /** Read when it is first asked for. */
  static Bundled instance() {
    return Holder.INSTANCE;
  }

  private static final class Holder {
    static final Bundled INSTANCE = new Bundled(Brands.read());
  }

  /** Read by the first host that may be in disguise. */
  private static final class Sites {
    static final List<ProtectedName> ALL = Brands.readSites();
    static final ProtectedNames NAMES = ProtectedNames.of(ALL, word -> false);
    static final Map<Long, Integer> BY_LOOK = new HashMap<>();
    static final Set<String> DOMAINS = new HashSet<>();

    static {
      for (int i = 0; i < ALL.size(); i++) {
        String site = ALL.get(i).name();
        BY_LOOK.putIfAbsent(Glyphs.looks(site, 0, site.indexOf('.')), i);
        DOMAINS.add(site);
      }
    }
  }

  @Nullable Sighting look(Watched url) {
    Sighting brand = brands.look(url);
    if (brand != null) {
      return Sites.DOMAINS.contains(url.site) ? null : brand;
    }
    return url.nameEnd - url.nameStart >= MIN_NAME
            && mayBeDisguised(url)
            && !brands.isOwned(url.site)
            && !Sites.DOMAINS.contains(url.site)
        ? site(url)
        : null;
  }

  private static boolean mayBeDisguised(Watched url) {
    for (int i = url.nameStart; i < url.nameEnd; i++) {
      char c = url.host.charAt(i);
      char next = i + 1 < url.nameEnd ? url.host.charAt(i + 1) : 0;
      if ((c >= '0' && c <= '9')
          || (c == 'r' && next == 'n')
          || (c == 'v' && next == 'v')
          || (c == 'n' && next == '-')) {
        return true;
      }
    }
    return false;
  }

  /** A popular site that is no brand here, in other characters that look the same. */
  private @Nullable Sighting site(Watched url) {
    String shown = url.shownHost();
    String name = Watched.nameOf(shown, url.dotsAfterName());
    if (shown.length() > NameKind.DOMAIN.maxLength()) {
      return null;
    }
    String look = url.isInternational() ? Skeleton.of(name.toLowerCase(Locale.ROOT)) : name;
    Integer number = Sites.BY_LOOK.get(Glyphs.looks(look, 0, look.length()));
    if (number == null) {
      return null;
    }
    BitSet candidates = new BitSet();
    candidates.set(number);
    for (Resemblance hit : Sites.NAMES.findHost(shown, candidates)) {
      if (Glyphs.isDisguise(hit)) {
        return new Sighting(
            hit.rule().id(),
            hit.explanation(),
            hit.name(),
            hit.target(),
            Place.NAME,
            false,
            Weights.SITE,
            0);
      }
    }
    return null;
  }
}
