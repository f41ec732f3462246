package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;

/** What to do about an ecosystem without a registry. */
final class Hints {
  private Hints() {}

  /** Its name and what to set. */
  static String of(Ecosystem ecosystem) {
    return switch (ecosystem) {
      case NPM -> "npm; set registry= in .npmrc";
      case PYPI -> "pypi; set index-url in pip.conf or PIP_INDEX_URL";
      case CARGO -> "cargo; set a source replacement in .cargo/config.toml";
      case MAVEN -> "maven; set a mirror or a repository in settings.xml";
      case RUBYGEMS -> "gem; set :sources: in ~/.gemrc or a mirror in .bundle/config";
      case GO -> "golang; set GOPROXY";
      case NUGET -> "nuget; set packageSources in NuGet.Config";
    };
  }
}
