package io.phish.core.name.resemblance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What holds of all names, on names that are drawn. */
class ResemblancePropertyTest {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String[] PARTS = {
    "pay", "bank", "four", "first", "react", "native", "core", "js", "py", "m", "w", "login", "lib"
  };

  @Test
  void every_single_edit_is_found() {
    SplittableRandom random = new SplittableRandom(20261121);
    List<ProtectedName> names = names(random, 400);
    ResemblanceIndex index = ResemblanceIndex.of(names);
    Set<String> all = new LinkedHashSet<>();
    names.forEach(name -> all.add(name.name()));
    for (ProtectedName name : names) {
      if (Form.of(name.name(), NameKind.PACKAGE).length() < Comparison.MIN_ONE_EDIT) {
        continue;
      }
      for (String edited : edits(name.name(), random)) {
        if (!all.contains(edited)) {
          assertThat(index.find(NameQuery.packageName(edited)))
              .as("%s for %s", edited, name.name())
              .anySatisfy(hit -> assertThat(hit.target()).isEqualTo(name));
        }
      }
    }
  }

  private static List<String> edits(String name, SplittableRandom random) {
    List<String> edits = new ArrayList<>();
    for (int i = 0; i < name.length(); i++) {
      char other = LETTERS.charAt(random.nextInt(LETTERS.length()));
      String head = name.substring(0, i);
      String tail = name.substring(i + 1);
      if (name.charAt(i) != '-') {
        edits.add(head + other + tail);
        edits.add(head + tail);
      }
      edits.add(head + other + name.charAt(i) + tail);
      if (!tail.isEmpty()) {
        edits.add(head + tail.charAt(0) + name.charAt(i) + tail.substring(1));
      }
    }
    return edits;
  }

  @Test
  void look_ups_find_what_a_scan_finds() {
    SplittableRandom random = new SplittableRandom(20261122);
    List<ProtectedName> names = names(random, 150);
    ResemblanceIndex index = ResemblanceIndex.of(names);
    int hits = 0;
    for (int i = 0; i < 6_000; i++) {
      String name = names.get(random.nextInt(names.size())).name();
      for (int edits = random.nextInt(4); edits > 0; edits--) {
        name = change(name, random);
      }
      if (name.isBlank()) {
        continue;
      }
      NameQuery query = NameQuery.packageName(name);
      List<Resemblance> expected = index.scan(query);
      assertThat(index.find(query)).as(name).isEqualTo(expected);
      hits += expected.size();
    }
    assertThat(hits).isGreaterThan(2_000);
  }

  @Test
  void look_ups_of_hosts_find_what_a_scan_finds() {
    SplittableRandom random = new SplittableRandom(20261123);
    List<ProtectedName> names = new ArrayList<>();
    for (ProtectedName name : names(random, 120)) {
      String suffix = random.nextBoolean() ? ".com" : ".co.uk";
      names.add(ProtectedName.of(name.name() + suffix, NameKind.DOMAIN, name.rank()));
    }
    ResemblanceIndex index = ResemblanceIndex.of(names);
    int hits = 0;
    for (int i = 0; i < 4_000; i++) {
      String name = names.get(random.nextInt(names.size())).name();
      for (int edits = random.nextInt(3); edits > 0; edits--) {
        name = change(name, random);
      }
      name =
          switch (random.nextInt(4)) {
            case 0 -> name + ".evil.example";
            case 1 -> "www." + name;
            case 2 -> name.replace(".com", "-login.net");
            default -> name;
          };
      NameQuery query = NameQuery.domain(name);
      List<Resemblance> expected = index.scan(query);
      assertThat(index.find(query)).as(name).isEqualTo(expected);
      hits += expected.size();
    }
    assertThat(hits).isGreaterThan(1_500);
  }

  private static List<ProtectedName> names(SplittableRandom random, int count) {
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < count) {
      StringBuilder name = new StringBuilder();
      for (int parts = 1 + random.nextInt(3); parts > 0; parts--) {
        if (!name.isEmpty() && random.nextBoolean()) {
          name.append('-');
        }
        if (random.nextInt(3) == 0) {
          name.append(PARTS[random.nextInt(PARTS.length)]);
        } else {
          for (int letters = 2 + random.nextInt(7); letters > 0; letters--) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
          }
        }
      }
      names.add(name.toString());
    }
    List<ProtectedName> all = new ArrayList<>();
    names.forEach(name -> all.add(ProtectedName.of(name, NameKind.PACKAGE, all.size() + 1)));
    return all;
  }

  private static String change(String name, SplittableRandom random) {
    int at = random.nextInt(name.length());
    String head = name.substring(0, at);
    String tail = name.substring(at);
    return switch (random.nextInt(8)) {
      case 0 -> head + LETTERS.charAt(random.nextInt(LETTERS.length())) + tail;
      case 1 -> name.length() < 3 ? name : head + tail.substring(1);
      case 2 -> head + '-' + tail;
      case 3 -> name + "-js";
      case 4 -> "py" + name;
      case 5 -> name.replace('a', 'e').replace("m", "rn").replace("four", "4");
      case 6 -> tail + head;
      default -> name.replace("-", "").concat("s");
    };
  }
}
