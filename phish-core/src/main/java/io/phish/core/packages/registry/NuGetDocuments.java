package io.phish.core.packages.registry;

import io.phish.core.packages.Ecosystem;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What sources of NuGet answer. */
final class NuGetDocuments {
  private static final String REGISTRATIONS = "registrationsbaseurl";

  /** The newest kind knows versions that the older ones leave out. */
  private static final List<String> KINDS =
      List.of(REGISTRATIONS + "/3.6.0", REGISTRATIONS + "/versioned", REGISTRATIONS + "/3.4.0");

  /** What an unlisted version has in place of its time. */
  private static final int UNLISTED_YEAR = 1900;

  private NuGetDocuments() {}

  /**
   * The index of a package's registrations.
   *
   * @param gone whether there was one, if there are no pages
   * @param pages oldest first
   */
  record Index(boolean gone, List<Page> pages) {}

  /**
   * Some of a package's versions.
   *
   * @param address where the entries are if they are not here
   * @param count of the versions
   * @param entries oldest first, empty if they are not here
   */
  record Page(@Nullable URI address, int count, List<Entry> entries) {}

  /** A version. */
  record Entry(
      String id,
      String version,
      @Nullable Instant published,
      boolean withdrawn,
      @Nullable String description,
      @Nullable String homepage,
      @Nullable String license) {}

  /** Where registrations are. */
  static URI registrations(Reply reply) throws IOException {
    String[] found = new String[1];
    int[] rank = {Integer.MAX_VALUE};
    JsonStream.read(
        reply,
        json ->
            json.object(
                member -> {
                  if (member.equals("resources")) {
                    json.array(() -> resource(json, found, rank));
                  }
                }));
    if (found[0] == null) {
      throw new MalformedAnswerException("it names no registrations");
    }
    try {
      return Endpoint.of(found[0]).base();
    } catch (IllegalArgumentException e) {
      throw new MalformedAnswerException("its registrations: " + e.getMessage());
    }
  }

  private static void resource(JsonStream json, String[] found, int[] rank) throws IOException {
    String[] text = new String[2];
    json.object(
        member -> {
          if (member.equals("@id")) {
            text[0] = json.text();
          } else if (member.equals("@type")) {
            text[1] = json.text();
          }
        });
    if (text[0] == null || text[1] == null) {
      return;
    }
    String type = text[1].toLowerCase(Locale.ROOT);
    if (type.startsWith(REGISTRATIONS)) {
      int kind = KINDS.indexOf(type);
      int its = kind < 0 ? KINDS.size() : kind;
      if (its < rank[0]) {
        rank[0] = its;
        found[0] = text[0];
      }
    }
  }

  static Index index(Reply reply) throws IOException {
    List<Page> pages = new ArrayList<>();
    boolean[] hasItems = new boolean[1];
    JsonStream.read(
        reply,
        json ->
            json.object(
                member -> {
                  if (member.equals("items")) {
                    hasItems[0] = json.isArray();
                    json.array(() -> pages.add(page(json)));
                  }
                }));
    if (!hasItems[0] || pages.isEmpty()) {
      throw new MalformedAnswerException("it has no items");
    }
    return new Index(false, pages);
  }

  static Page page(Reply reply) throws IOException {
    Page[] page = new Page[1];
    JsonStream.read(reply, json -> page[0] = page(json));
    if (page[0].entries().isEmpty()) {
      throw new MalformedAnswerException("it has no items");
    }
    return page[0];
  }

  private static Page page(JsonStream json) throws IOException {
    List<Entry> entries = new ArrayList<>();
    String[] address = new String[1];
    Long[] count = new Long[1];
    json.object(
        member -> {
          switch (member) {
            case "@id" -> address[0] = json.text();
            case "count" -> count[0] = json.number();
            case "items" -> json.array(() -> leaf(json, entries));
            default -> {}
          }
        });
    int known = entries.size();
    boolean sane = count[0] != null && count[0] >= known && count[0] < 1_000_000;
    return new Page(uri(address[0]), sane ? Math.toIntExact(count[0]) : known, entries);
  }

  private static @Nullable URI uri(@Nullable String text) {
    try {
      return text == null ? null : URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void leaf(JsonStream json, List<Entry> entries) throws IOException {
    json.object(
        member -> {
          if (member.equals("catalogEntry")) {
            Entry entry = entry(json);
            if (entry != null) {
              entries.add(entry);
            }
          }
        });
  }

  private static @Nullable Entry entry(JsonStream json) throws IOException {
    String[] text = new String[6];
    boolean[] flags = new boolean[2];
    json.object(
        member -> {
          switch (member) {
            case "id" -> text[0] = json.text();
            case "version" -> text[1] = json.text();
            case "published" -> text[2] = json.text();
            case "description" -> text[3] = json.text();
            case "projectUrl" -> text[4] = json.text();
            case "licenseExpression" -> text[5] = json.text();
            case "listed" -> flags[0] = json.isFalse();
            case "deprecation" -> flags[1] = json.isObject();
            default -> {}
          }
        });
    if (text[0] == null || text[1] == null) {
      return null;
    }
    Instant published = Texts.time(text[2]);
    boolean unlisted =
        flags[0]
            || (published != null && published.atOffset(ZoneOffset.UTC).getYear() <= UNLISTED_YEAR);
    return new Entry(
        text[0],
        text[1],
        unlisted ? null : published,
        unlisted || flags[1],
        text[3],
        text[4],
        text[5]);
  }

  static RegistryAnswer answer(Index index, Page first, Page last, String asked) {
    List<Entry> entries = new ArrayList<>(first.entries());
    if (index.pages().size() > 1) {
      entries.addAll(last.entries());
    }
    if (entries.isEmpty()) {
      return new RegistryAnswer.Unknown("the registry lists the package without any version");
    }
    Entry newest = entries.get(entries.size() - 1);
    if (!newest.id().equalsIgnoreCase(asked)) {
      return new RegistryAnswer.Unknown("the registry answered on another package");
    }
    Draft draft = new Draft(Ecosystem.NUGET);
    ReleaseList releases = new ReleaseList();
    entries.forEach(entry -> releases.add(entry.version(), entry.published(), entry.withdrawn()));
    draft.name = newest.id();
    draft.releases = releases.byTime();
    draft.releaseCount = index.pages().stream().mapToInt(Page::count).sum();
    draft.description = newest.description();
    draft.homepage = newest.homepage();
    draft.license = newest.license();
    draft.link(null, newest.homepage());
    return draft.found(asked);
  }
}
