package io.phish.core.cache;

import io.phish.contract.CacheStoreContract;
import io.phish.spi.CacheStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

class SqliteCacheStoreTest implements CacheStoreContract {
  @TempDir Path directory;

  @Override
  public CacheStore create(Clock clock) {
    SqliteFile file = new SqliteFile(directory.resolve(UUID.randomUUID() + ".db"));
    return JdbcCacheStore.builder(file).name("sqlite").clock(clock).build();
  }
}
