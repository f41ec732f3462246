package io.phish.core.session;

import io.phish.contract.SessionStoreContract;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import java.time.Clock;

class MemorySessionStoreTest implements SessionStoreContract {
  @Override
  public SessionStore create(SessionLimits limits, Clock clock) {
    return new MemorySessionStore(limits, clock);
  }
}
