package io.phish.core.registration.rdap;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Countries as ISO 3166-1 alpha-2. */
final class Countries {

  private Countries() {}

  /** English names, read at first use. */
  private static final class Names {
    static final Map<String, String> CODES = codes();

    private static Map<String, String> codes() {
      Map<String, String> codes = new HashMap<>();
      for (String code : Locale.getISOCountries()) {
        Locale country = new Locale.Builder().setRegion(code).build();
        codes.put(country.getDisplayCountry(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
        codes.put(country.getISO3Country().toLowerCase(Locale.ROOT), code);
      }
      codes.put("united states of america", "US");
      codes.put("great britain", "GB");
      codes.put("russian federation", "RU");
      codes.put("korea, republic of", "KR");
      codes.put("viet nam", "VN");
      return Map.copyOf(codes);
    }
  }

  /** The code of a country that is given by code or English name, null if it is none. */
  static @Nullable String code(@Nullable String country) {
    if (country == null || country.length() > 64) {
      return null;
    }
    if (country.length() == 2) {
      boolean letters =
          Character.isLetter(country.charAt(0)) && Character.isLetter(country.charAt(1));
      return letters ? country.toUpperCase(Locale.ROOT) : null;
    }
    return Names.CODES.get(country.toLowerCase(Locale.ROOT));
  }
}
