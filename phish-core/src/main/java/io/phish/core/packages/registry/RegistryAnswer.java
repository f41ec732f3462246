package io.phish.core.packages.registry;

/** What a registry said when it was asked for a package. */
public sealed interface RegistryAnswer {

  /** There is such a package. */
  record Found(PackageMetadata metadata) implements RegistryAnswer {}

  /**
   * There is none.
   *
   * @param takenDown whether there was one: unpublished, removed, or a security holding package
   */
  record Absent(boolean takenDown) implements RegistryAnswer {}

  /**
   * Nobody knows: off-line, a time-out, a refusal, an answer that makes no sense.
   *
   * @param reason a sentence for people
   */
  record Unknown(String reason) implements RegistryAnswer {}
}
