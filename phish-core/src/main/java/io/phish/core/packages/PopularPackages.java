package io.phish.core.packages;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.collect.Maps;
import io.phish.InvalidSubjectException;
import io.phish.core.name.resemblance.Affixes;
import io.phish.core.name.resemblance.NameKind;
import io.phish.core.name.resemblance.ProtectedName;
import io.phish.core.name.resemblance.ResemblanceIndex;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The popular packages of one ecosystem, by rank. Immutable and safe for any number of threads;
 * what imitations are looked up in is made when it is first asked for.
 */
public final class PopularPackages {
  /** The most names that a list may have. */
  public static final int MAX_NAMES = 1_000_000;

  private final Ecosystem ecosystem;
  private final List<ProtectedName> names;

  /** By {@link NameRules#popularKey}. */
  private final Map<String, Integer> ranks;

  private final Supplier<ResemblanceIndex> index;

  private PopularPackages(
      Ecosystem ecosystem, List<ProtectedName> names, Map<String, Integer> ranks) {
    this.ecosystem = ecosystem;
    this.names = List.copyOf(names);
    this.ranks = ranks;
    this.index =
        Suppliers.memoize(
            () ->
                ResemblanceIndex.of(this.names, Affixes.ofDomains(), PackageAffixes.of(ecosystem)));
  }

  /**
   * The list that comes with the library, read when it is first asked for and then shared. The card
   * {@code packages.md} beside it says where it is from and how old it is.
   */
  public static PopularPackages bundled(Ecosystem ecosystem) {
    return Objects.requireNonNull(Bundled.LISTS.get(ecosystem)).get();
  }

  /**
   * A list of one's own.
   *
   * @param names the most popular first; one that stands twice counts where it stands first
   * @throws InvalidSubjectException if one is no name of the ecosystem
   * @throws IllegalArgumentException if there are more than {@link #MAX_NAMES}
   */
  public static PopularPackages of(Ecosystem ecosystem, Collection<String> names) {
    if (names.size() > MAX_NAMES) {
      throw new IllegalArgumentException(names.size() + " names, " + MAX_NAMES + " are allowed");
    }
    List<ProtectedName> distinct = new ArrayList<>(names.size());
    Map<String, Integer> ranks = new HashMap<>(names.size() * 2);
    for (String name : names) {
      String canonical = ecosystem.canonical(name);
      String key = NameRules.popularKey(ecosystem, canonical);
      int rank = distinct.size() + 1;
      if (ranks.putIfAbsent(key, rank) == null) {
        distinct.add(
            new ProtectedName(
                shown(ecosystem, name, canonical),
                NameKind.PACKAGE,
                rank,
                NameRules.owner(ecosystem, canonical),
                Set.of()));
      }
    }
    return new PopularPackages(ecosystem, distinct, ranks);
  }

  /**
   * Reads a list: a name a line, the most popular first; empty lines and those that begin with
   * {@code #} are skipped. The stream stays open.
   *
   * @param source what to call it in an error
   * @throws IOException if the stream fails, or a line is no name: with the line
   */
  public static PopularPackages read(Ecosystem ecosystem, InputStream in, String source)
      throws IOException {
    return of(ecosystem, NameLines.read(in, source, MAX_NAMES, name -> ecosystem.canonical(name)));
  }

  /** As people and the registry write it; PEP 503 gives PyPI's pages their names. */
  static String shown(Ecosystem ecosystem, String name, String canonical) {
    return switch (ecosystem) {
      case PYPI, MAVEN, GO -> canonical;
      case NPM, CARGO, RUBYGEMS, NUGET -> name;
    };
  }

  /** Whose packages they are. */
  public Ecosystem ecosystem() {
    return ecosystem;
  }

  /** The most popular first; unmodifiable. */
  public List<ProtectedName> names() {
    return names;
  }

  /**
   * How popular a package is, 1 for the most popular; empty if it is not in the list.
   *
   * @param canonicalName as {@link Ecosystem#canonical} has it
   */
  public OptionalInt rank(String canonicalName) {
    Integer rank = ranks.get(NameRules.popularKey(ecosystem, canonicalName));
    return rank == null ? OptionalInt.empty() : OptionalInt.of(rank);
  }

  /** Where imitations of these names are looked up. */
  public ResemblanceIndex index() {
    return Objects.requireNonNull(index.get());
  }

  private static final class Bundled {
    static final Map<Ecosystem, Lazy> LISTS = Maps.toMap(EnumSet.allOf(Ecosystem.class), Lazy::new);

    private Bundled() {}

    /** A list that is read at most once. */
    private static final class Lazy {
      private final Supplier<PopularPackages> list;

      Lazy(Ecosystem ecosystem) {
        list = Suppliers.memoize(() -> load(ecosystem));
      }

      PopularPackages get() {
        return Objects.requireNonNull(list.get());
      }
    }

    private static PopularPackages load(Ecosystem ecosystem) {
      String file = "popular-" + ecosystem.name().toLowerCase(Locale.ROOT) + ".txt.gz";
      try (InputStream in = PopularPackages.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new FileNotFoundException(
              file + " is missing beside " + PopularPackages.class.getName());
        }
        return read(ecosystem, new GZIPInputStream(in), file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
