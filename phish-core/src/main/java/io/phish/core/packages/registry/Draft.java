package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Collects what a registry tells about a package. */
final class Draft {
  private static final int MAX_MAINTAINERS = 100;
  private static final int MAX_MAINTAINER = 200;

  /** Where sources are kept in the open; an address there is one of a repository. */
  private static final List<String> FORGES =
      List.of("github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/", "git.sr.ht/");

  final Ecosystem ecosystem;
  @Nullable String name;
  List<Release> releases = List.of();
  @Nullable Integer releaseCount;
  @Nullable Long monthlyDownloads;
  @Nullable List<String> maintainers;
  @Nullable Boolean publisherChanged;
  @Nullable String repository;
  @Nullable String homepage;
  @Nullable String description;
  @Nullable Boolean installScript;
  @Nullable String license;

  Draft(Ecosystem ecosystem) {
    this.ecosystem = ecosystem;
  }

  void maintainer(@Nullable String who) {
    if (maintainers == null) {
      maintainers = new ArrayList<>();
    }
    if (who != null && maintainers.size() < MAX_MAINTAINERS) {
      maintainers.add(who.length() <= MAX_MAINTAINER ? who : who.substring(0, MAX_MAINTAINER));
    }
  }

  /**
   * A link with a label, such as "Source Code" or "Homepage".
   *
   * @param label null if it has none
   */
  void link(@Nullable String label, @Nullable String url) {
    if (url == null) {
      return;
    }
    String kind = label == null ? "" : label.toLowerCase(Locale.ROOT).replace('_', ' ');
    boolean source =
        kind.contains("source") || kind.contains("repo") || kind.contains("code") || isForge(url);
    boolean other = kind.contains("issue") || kind.contains("bug") || kind.contains("change");
    if (source && !other && repository == null) {
      repository = url;
    }
    if (kind.contains("home") && homepage == null) {
      homepage = url;
    }
  }

  private static boolean isForge(String url) {
    int scheme = url.indexOf("://");
    String rest = scheme < 0 ? url : url.substring(scheme + 3);
    String host = rest.startsWith("www.") ? rest.substring(4) : rest;
    return FORGES.stream().anyMatch(forge -> host.regionMatches(true, 0, forge, 0, forge.length()));
  }

  /** The name as the registry writes it, or else as it was asked for. */
  RegistryAnswer.Found found(String asked) {
    return new RegistryAnswer.Found(
        new PackageMetadata(
            ecosystem,
            name == null ? asked : name,
            releases,
            releaseCount,
            monthlyDownloads,
            maintainers,
            publisherChanged,
            Texts.line(repository),
            Texts.line(homepage),
            Texts.line(description),
            installScript,
            Texts.line(license)));
  }
}
