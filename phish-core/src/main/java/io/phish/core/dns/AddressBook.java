package io.phish.core.dns;

import com.maxmind.db.ClosedDatabaseException;
import com.maxmind.db.Reader;
import io.phish.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A local database in MaxMind's format (MMDB) of whose an address is: by autonomous system or by
 * country. Read into memory, so that a file that is replaced under way does no harm. Safe for any
 * number of threads.
 */
final class AddressBook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AddressBook.class);

  /** GeoLite2-City, the largest that is of use here, has some 60 MB. */
  private static final long MAX_OCTETS = 512L << 20;

  /** What a database tells. */
  enum Kind {
    ASN("asn", "asn"),
    COUNTRY("country", "city");

    private final String word;
    private final String other;

    Kind(String word, String other) {
      this.word = word;
      this.other = other;
    }

    private boolean isNamedBy(String databaseType) {
      String type = databaseType.toLowerCase(Locale.ROOT);
      return type.contains(word) || type.contains(other);
    }
  }

  private final Path file;
  private final Kind kind;
  private final Reader reader;
  private final AtomicBoolean hasComplained = new AtomicBoolean();

  private AddressBook(Path file, Kind kind, Reader reader) {
    this.file = file;
    this.kind = kind;
    this.reader = reader;
  }

  /**
   * Reads a database and tries it.
   *
   * @param setting the setting that names the file, for messages
   * @throws ConfigurationException if the file cannot be read, is no such database or one of
   *     something else
   */
  static AddressBook open(Path file, Kind kind, String setting) {
    String where = setting + " " + file;
    try {
      if (!Files.isRegularFile(file)) {
        throw new ConfigurationException(
            where + " is no file; give the path of a database in MaxMind's format (.mmdb)");
      }
      long size = Files.size(file);
      if (size > MAX_OCTETS) {
        throw new ConfigurationException(
            where + " has " + size + " octets, " + MAX_OCTETS + " are allowed");
      }
      Reader reader = new Reader(file.toFile(), Reader.FileMode.MEMORY);
      AddressBook book = new AddressBook(file, kind, reader);
      try {
        book.requireSound(size, where);
      } catch (IOException | RuntimeException e) {
        book.close();
        throw e;
      }
      return book;
    } catch (ConfigurationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The reader throws whatever its decoder came across.
      throw new ConfigurationException(
          where
              + " is no sound database in MaxMind's format: "
              + e.getMessage()
              + "; fetch it again",
          e);
    }
  }

  private void requireSound(long size, String where) throws IOException {
    String type = reader.getMetadata().databaseType();
    if (!kind.isNamedBy(type)) {
      throw new ConfigurationException(
          where + " is a database of '" + type + "'; give one by " + kind.word);
    }
    long tree = reader.getMetadata().nodeCount() * reader.getMetadata().recordSize() / 4;
    if (tree <= 0 || tree >= size) {
      throw new IOException("its search tree of " + tree + " octets does not fit into it");
    }
    // One of each block that is in use somewhere, to come across a broken tree now.
    for (int first = 1; first < 224; first += 3) {
      byte[] octets = {(byte) first, (byte) (first * 7), (byte) (first * 13), 1};
      Map<?, ?> unused = reader.get(InetAddress.getByAddress(octets), Map.class);
    }
  }

  /**
   * What the database has of an address: {@code AS64500 Example} or {@code DE}; null if nothing.
   */
  @Nullable String find(InetAddress address) {
    try {
      Map<?, ?> entry = reader.get(address, Map.class);
      if (entry == null) {
        return null;
      }
      return kind == Kind.ASN ? system(entry) : country(entry);
    } catch (ClosedDatabaseException e) {
      return null;
    } catch (IOException | RuntimeException e) {
      if (hasComplained.compareAndSet(false, true)) {
        LOG.warn("{} is corrupt: addresses such as {} cannot be found in it", file, address, e);
      }
      return null;
    }
  }

  /** As MaxMind and DB-IP have it, or as IPinfo has. */
  private static @Nullable String system(Map<?, ?> entry) {
    Object number = entry.get("autonomous_system_number");
    Object name = entry.get("autonomous_system_organization");
    if (number == null) {
      number = entry.get("asn");
      name = entry.get("name");
    }
    if (number == null) {
      return null;
    }
    String id = number.toString().startsWith("AS") ? number.toString() : "AS" + number;
    return name == null ? id : id + " " + name;
  }

  private static @Nullable String country(Map<?, ?> entry) {
    Object country = entry.get("country");
    Object code = country instanceof Map<?, ?> map ? map.get("iso_code") : country;
    if (entry.get("country_code") instanceof String plain) {
      code = plain;
    }
    return code == null ? null : code.toString();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      LOG.debug("closing {}", file, e);
    }
  }
}
