package io.phish.core.packages.manifest;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Files that name packages. */
public enum ManifestFormat {
  /** {@code requirements.txt} and constraints of pip. */
  REQUIREMENTS("requirements.txt"),
  /** {@code pyproject.toml}: PEP 621 and 735, Poetry, PDM, uv, Hatch. */
  PYPROJECT("pyproject.toml"),
  /** {@code Pipfile}. */
  PIPFILE("Pipfile"),
  /** {@code Pipfile.lock}. */
  PIPFILE_LOCK("Pipfile.lock"),
  /** {@code poetry.lock}, {@code uv.lock}, {@code pdm.lock}, {@code pylock.toml}. */
  PYTHON_LOCK("poetry.lock"),
  /** {@code package.json}. */
  PACKAGE_JSON("package.json"),
  /** {@code package-lock.json}, {@code npm-shrinkwrap.json}. */
  NPM_LOCK("package-lock.json"),
  /** {@code yarn.lock}. */
  YARN_LOCK("yarn.lock"),
  /** {@code pnpm-lock.yaml}. */
  PNPM_LOCK("pnpm-lock.yaml"),
  /** {@code Cargo.toml}. */
  CARGO("Cargo.toml"),
  /** {@code Cargo.lock}. */
  CARGO_LOCK("Cargo.lock"),
  /** {@code pom.xml}. */
  POM("pom.xml"),
  /** {@code build.gradle}, {@code build.gradle.kts}. */
  GRADLE("build.gradle"),
  /** {@code libs.versions.toml}. */
  GRADLE_CATALOG("libs.versions.toml"),
  /** {@code gradle.lockfile}. */
  GRADLE_LOCK("gradle.lockfile"),
  /** {@code Gemfile}, {@code *.gemspec}. */
  GEMFILE("Gemfile"),
  /** {@code Gemfile.lock}. */
  GEMFILE_LOCK("Gemfile.lock"),
  /** {@code go.mod}. */
  GO_MOD("go.mod"),
  /** A bill of materials in JSON, CycloneDX or SPDX. */
  SBOM_JSON("bom.json"),
  /** A bill of materials in XML, CycloneDX. */
  SBOM_XML("bom.xml"),
  /** A bill of materials of tags and values, SPDX. */
  SBOM_TAGS("bom.spdx");

  /** Of the content, in UTF-16 units: what says that a file is a bill of materials comes early. */
  private static final int HEAD = 1 << 16;

  private final String example;

  ManifestFormat(String example) {
    this.example = example;
  }

  /** The usual name of such a file. */
  public String example() {
    return example;
  }

  void parse(Content content, Findings out) {
    switch (this) {
      case REQUIREMENTS -> RequirementsParser.parse(content, out);
      case PYPROJECT -> PyProjectParser.parse(content, out);
      case PIPFILE -> PyProjectParser.parsePipfile(content, out);
      case PIPFILE_LOCK -> PythonLockParser.parsePipfile(content, out);
      case PYTHON_LOCK -> PythonLockParser.parse(content, out);
      case PACKAGE_JSON -> PackageJsonParser.parse(content, out);
      case NPM_LOCK -> NpmLockParser.parse(content, out);
      case YARN_LOCK -> YarnLockParser.parse(content, out);
      case PNPM_LOCK -> PnpmLockParser.parse(content, out);
      case CARGO -> CargoParser.parse(content, out);
      case CARGO_LOCK -> CargoParser.parseLock(content, out);
      case POM -> PomParser.parse(content, out);
      case GRADLE -> GradleParser.parse(content, out);
      case GRADLE_CATALOG -> GradleParser.parseCatalog(content, out);
      case GRADLE_LOCK -> GradleParser.parseLock(content, out);
      case GEMFILE -> RubyParser.parse(content, out);
      case GEMFILE_LOCK -> GemfileLockParser.parse(content, out);
      case GO_MOD -> GoModParser.parse(content, out);
      case SBOM_JSON -> SbomParser.parseJson(content, out);
      case SBOM_XML -> SbomParser.parseXml(content, out);
      case SBOM_TAGS -> SbomParser.parseTags(content, out);
    }
  }

  /** The format of a file by its name; empty if only the content could tell. */
  public static Optional<ManifestFormat> of(Path file) {
    Path last = file.getFileName();
    if (last == null) {
      return Optional.empty();
    }
    String name = unpacked(last.toString().toLowerCase(Locale.ROOT));
    Optional<ManifestFormat> exact = named(name);
    if (exact.isPresent()) {
      return exact;
    }
    Path folder = file.getParent() == null ? null : file.getParent().getFileName();
    return patterned(name, folder == null ? "" : folder.toString().toLowerCase(Locale.ROOT));
  }

  private static Optional<ManifestFormat> named(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "pyproject.toml" -> PYPROJECT;
          case "pipfile" -> PIPFILE;
          case "pipfile.lock" -> PIPFILE_LOCK;
          case "poetry.lock", "uv.lock", "pdm.lock", "pylock.toml" -> PYTHON_LOCK;
          case "package.json" -> PACKAGE_JSON;
          case "package-lock.json", "npm-shrinkwrap.json", ".package-lock.json" -> NPM_LOCK;
          case "yarn.lock" -> YARN_LOCK;
          case "pnpm-lock.yaml", "pnpm-lock.yml" -> PNPM_LOCK;
          case "cargo.toml" -> CARGO;
          case "cargo.lock" -> CARGO_LOCK;
          case "pom.xml" -> POM;
          case "gradle.lockfile", "buildscript-gradle.lockfile" -> GRADLE_LOCK;
          case "gemfile", "gems.rb" -> GEMFILE;
          case "gemfile.lock", "gems.locked" -> GEMFILE_LOCK;
          case "go.mod" -> GO_MOD;
          case "bom.json", "sbom.json" -> SBOM_JSON;
          case "bom.xml", "sbom.xml" -> SBOM_XML;
          default -> null;
        });
  }

  private static Optional<ManifestFormat> patterned(String name, String folder) {
    if (name.endsWith(".txt") || name.endsWith(".in")) {
      boolean named = name.contains("requirements") || name.startsWith("constraints");
      return Optional.ofNullable(named || folder.equals("requirements") ? REQUIREMENTS : null);
    }
    if (name.startsWith("pylock.") && name.endsWith(".toml")) {
      return Optional.of(PYTHON_LOCK);
    }
    if (name.endsWith(".versions.toml")) {
      return Optional.of(GRADLE_CATALOG);
    }
    if (name.endsWith(".gradle") || name.endsWith(".gradle.kts")) {
      return Optional.of(GRADLE);
    }
    if (name.endsWith(".gemspec")) {
      return Optional.of(GEMFILE);
    }
    if (name.endsWith(".pom")) {
      return Optional.of(POM);
    }
    if (name.endsWith(".cdx.json") || name.endsWith(".spdx.json")) {
      return Optional.of(SBOM_JSON);
    }
    if (name.endsWith(".cdx.xml")) {
      return Optional.of(SBOM_XML);
    }
    return Optional.ofNullable(name.endsWith(".spdx") ? SBOM_TAGS : null);
  }

  /** The format of a file whose name does not tell. */
  static Optional<ManifestFormat> ofContent(Path file, String text) {
    String head = text.substring(0, Math.min(text.length(), HEAD)).stripLeading();
    if (head.startsWith("{")) {
      boolean sbom =
          head.contains("\"CycloneDX\"")
              || head.contains("\"spdxVersion\"")
              || head.contains("spdx.org/rdf");
      boolean lock = head.contains("\"lockfileVersion\"");
      return Optional.ofNullable(sbom ? SBOM_JSON : lock ? NPM_LOCK : null);
    }
    if (head.startsWith("<")) {
      boolean sbom = head.contains("cyclonedx.org/schema");
      return Optional.ofNullable(sbom ? SBOM_XML : head.contains("<project") ? POM : null);
    }
    if (head.startsWith("SPDXVersion:")) {
      return Optional.of(SBOM_TAGS);
    }
    String name = unpacked(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT));
    boolean list = name.endsWith(".txt") || name.endsWith(".in");
    return Optional.ofNullable(list ? REQUIREMENTS : null);
  }

  private static String unpacked(String name) {
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }
}
