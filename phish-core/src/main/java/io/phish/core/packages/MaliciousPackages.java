package io.phish.core.packages;

import io.phish.InvalidSubjectException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Packages that are known to be malicious, wholly or in some versions. That a version of a good
 * package was compromised says nothing of its others. Immutable and safe for any number of threads;
 * a host that refreshes its list builds another one.
 */
public final class MaliciousPackages {
  /** The most entries of a list. */
  public static final int MAX_ENTRIES = 5_000_000;

  /** None. */
  public static final MaliciousPackages NONE = new MaliciousPackages(Map.of());

  private final Map<String, Entry> entries;

  private MaliciousPackages(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** What is known of one package. */
  private record Entry(@Nullable Advisory whole, List<Advisory> some) {}

  /**
   * A statement that a package, or some versions of it, are malicious.
   *
   * @param source its id in the feed, or the file it is from
   * @param versions that are malicious, as the registry writes them; none if all are
   * @param ranges of versions that are malicious, none if all are
   */
  record Advisory(String source, TreeSet<String> versions, List<VersionRange> ranges) {
    boolean isWhole() {
      return versions.isEmpty() && ranges.isEmpty();
    }

    boolean covers(String version) {
      return versions.contains(version)
          || ranges.stream().anyMatch(range -> range.contains(version));
    }
  }

  /**
   * What is known of a package.
   *
   * @param covers whether it is about what was asked for; false if only other versions are
   *     malicious
   * @param whole whether all versions are malicious
   * @param source its id in the feed, or the file it is from
   */
  public record Match(boolean covers, boolean whole, String source) {}

  /** How many packages there is something known of. */
  public int size() {
    return entries.size();
  }

  /** What is known of a package or of a version of it; empty if nothing is. */
  public Optional<Match> find(PackageId id) {
    Entry entry = entries.get(key(id.ecosystem(), id.name()));
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.whole() != null) {
      return Optional.of(new Match(true, true, entry.whole().source()));
    }
    String version = id.version();
    for (Advisory advisory : entry.some()) {
      if (version != null && advisory.covers(version)) {
        return Optional.of(new Match(true, false, advisory.source()));
      }
    }
    return Optional.of(new Match(false, false, entry.some().get(0).source()));
  }

  /** A name outside the rules of its registry can be malicious all the same. */
  static String key(Ecosystem ecosystem, String name) {
    String canonical;
    try {
      canonical = ecosystem.canonical(name);
    } catch (InvalidSubjectException e) {
      canonical = name;
    }
    return ecosystem.id() + '/' + canonical;
  }

  /** A list in the making. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects what several feeds say. Not safe for several threads. */
  public static final class Builder {
    private final Map<String, List<Advisory>> advisories = new HashMap<>();
    private int size;

    private Builder() {}

    /** Adds a package, or if it has a version that version. */
    public Builder add(PackageId id, String source) {
      TreeSet<String> versions = new TreeSet<>();
      if (id.version() != null) {
        versions.add(id.version());
      }
      return add(id.ecosystem(), id.name(), new Advisory(source, versions, List.of()));
    }

    Builder add(Ecosystem ecosystem, String name, Advisory advisory) {
      if (++size > MAX_ENTRIES) {
        throw new IllegalArgumentException("more than " + MAX_ENTRIES + " entries");
      }
      advisories.computeIfAbsent(key(ecosystem, name), key -> new ArrayList<>(1)).add(advisory);
      return this;
    }

    /**
     * Adds a plain list: a package a line, as {@code pkg:npm/name@1.0.0}, {@code npm/name@1.0.0}
     * or, if an ecosystem is given, {@code name} or {@code name@1.0.0}; the version is left out if
     * all are malicious. Empty lines and those that begin with {@code #} are skipped. The stream
     * stays open.
     *
     * @param ecosystem of lines without one; null if there must be none
     * @param source what to call it in errors and reasons
     * @throws IOException if the stream fails, or a line is no package: with the line
     */
    public Builder addList(InputStream in, @Nullable Ecosystem ecosystem, String source)
        throws IOException {
      NameLines.read(
          in, source, MAX_ENTRIES, line -> add(PackageLines.parse(line, ecosystem), source));
      return this;
    }

    /**
     * Adds advisories in OSV format: one object, an array of them, or one a line, as they are given
     * away by databases of malicious packages. Those that were withdrawn and those of other
     * ecosystems are left out. The stream stays open.
     *
     * @param source what to call it in errors
     * @throws IOException if the stream fails or is no JSON of this kind: with the line
     */
    public Builder addOsv(InputStream in, String source) throws IOException {
      OsvReader.read(in, source, this);
      return this;
    }

    /**
     * Adds a file: advisories in OSV format or, if it begins with neither brace nor bracket, a
     * plain list; one that ends in {@code .gz} is unpacked. Of a directory all files below it that
     * end in {@code .json} are read.
     *
     * @param ecosystem of lines of a plain list that name none; null if there must be none
     * @throws IOException if something cannot be read, with the file and the line
     */
    public Builder addFile(Path file, @Nullable Ecosystem ecosystem) throws IOException {
      if (Files.isDirectory(file)) {
        try (Stream<Path> all = Files.walk(file)) {
          for (Path one :
              (Iterable<Path>) all.filter(path -> path.toString().endsWith(".json"))::iterator) {
            addFile(one, ecosystem);
          }
        }
        return this;
      }
      try (InputStream in = ListFile.open(file)) {
        return ListFile.isJson(in)
            ? addOsv(in, file.toString())
            : addList(in, ecosystem, file.toString());
      }
    }

    /** The list. */
    public MaliciousPackages build() {
      Map<String, Entry> entries = new HashMap<>(advisories.size() * 2);
      advisories.forEach(
          (key, all) ->
              entries.put(
                  key,
                  new Entry(
                      all.stream().filter(Advisory::isWhole).findFirst().orElse(null),
                      all.stream().filter(advisory -> !advisory.isWhole()).toList())));
      return new MaliciousPackages(entries);
    }
  }
}
