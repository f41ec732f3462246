package io.phish.core.registration;

/** Whether the registrar is asked as well where the registry's reply leads to it. */
public enum FollowRegistrar {
  /** Never: one round trip. */
  NEVER,
  /** Where the registry leaves open when the registration began or ends, or who sold it. */
  AUTO,
  /** Always: the registrar of a thin registry alone knows the holder. */
  ALWAYS;

  boolean wants(Registration registry) {
    return switch (this) {
      case NEVER -> false;
      case ALWAYS -> true;
      case AUTO ->
          registry.created() == null
              || registry.expires() == null
              || registry.registrar() == null
              || registry.registrar().name() == null;
    };
  }
}
