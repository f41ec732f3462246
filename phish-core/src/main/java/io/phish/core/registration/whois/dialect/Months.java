package io.phish.core.registration.whois.dialect;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names of months, whole and short, in the languages that registries write dates in. */
final class Months {
  private static final String[] NAMES = {
    "january jan janv janvier januar jänner enero ene janeiro gennaio gen januari styczen ocak",
    "february feb febr fev fév fevr février fevrier februar febrero fevereiro febbraio februari",
    "march mar mars märz mrz maerz marzo março marco maart marec mart",
    "april apr avr avril abril abr aprile nisan",
    "may mai mayo maio maggio mag mei maj mayis",
    "june jun juin juni junio junho giugno giu haziran",
    "july jul juil juillet juli julio julho luglio lug temmuz",
    "august aug aou aoû aout août agosto ago augustus avgust",
    "september sep sept septembre septiembre setembro set settembre septembar eylul",
    "october oct okt octobre oktober octubre outubro out ottobre ott ekim",
    "november nov novembre noviembre novembro kasim",
    "december dec déc decembre décembre dezember dez diciembre dic dezembro dicembre desember des"
        + " aralik"
  };
  private static final Map<String, Integer> BY_NAME = byName();

  private Months() {}

  /** The number of a month from 1, 0 if the word is no month. */
  static int number(String word) {
    return BY_NAME.getOrDefault(word.toLowerCase(Locale.ROOT), 0);
  }

  private static Map<String, Integer> byName() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < NAMES.length; i++) {
      for (String name : NAMES[i].split(" ", -1)) {
        numbers.put(name, i + 1);
      }
    }
    return Map.copyOf(numbers);
  }
}
