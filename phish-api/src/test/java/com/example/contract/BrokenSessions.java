package com.example.contract;

import io.phish.contract.SessionStoreContract;
import io.phish.spi.Session;
import io.phish.spi.SessionLimits;
import io.phish.spi.SessionStore;
import io.phish.spi.SessionToken;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Stores of sessions that break the contract in one way each. */
final class BrokenSessions {
  private BrokenSessions() {}

  static class LosesAttributes implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        Map<String, String> kept(Map<String, String> attributes) {
          return Map.of();
        }
      };
    }
  }

  static class FindsAnything implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        Session look(SessionToken token) {
          return all.values().iterator().next();
        }
      };
    }
  }

  static class GivesOneToken implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        SessionToken token(String tenant) {
          return SessionToken.parse(SessionToken.tenantTag(tenant) + "." + "A".repeat(32))
              .orElseThrow();
        }
      };
    }
  }

  static class DoesNotMove implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        boolean moves() {
          return false;
        }
      };
    }
  }

  static class NeverExpires implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        void expire() {}
      };
    }
  }

  static class LivesForEver implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        Instant expiry(Instant createdAt) {
          return clock.instant().plus(limits.idle());
        }
      };
    }
  }

  static class LastWins implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        boolean isSame(long version, long wanted) {
          return true;
        }
      };
    }
  }

  static class BringsBack implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        void expire() {}
      };
    }
  }

  static class LosesUpdates implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        boolean isSame(long version, long wanted) {
          return true;
        }
      };
    }
  }

  static class AnyOrder implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        List<Session> found(Predicate<Session> condition) {
          List<Session> found = super.found(condition);
          Collections.reverse(found);
          return found;
        }
      };
    }
  }

  static class MixesTenants implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        boolean isIn(Session session, String tenant) {
          return true;
        }
      };
    }
  }

  static class DoesNotRevoke implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        boolean remove(String handle) {
          return all.containsKey(handle);
        }
      };
    }
  }

  static class RevokesByPrefix implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        boolean remove(String handle) {
          return all.keySet().removeIf(key -> key.startsWith(handle));
        }
      };
    }
  }

  static class RevokesEverybody implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        long removeAll(Predicate<Session> condition) {
          return super.removeAll(session -> true);
        }
      };
    }
  }

  static class EndsTheNewest implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        String evicted(List<Session> own) {
          return own.get(0).handle();
        }
      };
    }
  }

  static class NeverFull implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        boolean isFull(long count) {
          return false;
        }
      };
    }
  }

  static class NeverFullForMany implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        boolean isFull(long count) {
          return false;
        }
      };
    }
  }

  static class TakesAnything implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        void check(Map<String, String> attributes) {}
      };
    }
  }

  static class NeverCloses implements SessionStoreContract {
    @Override
    public SessionStore create(SessionLimits limits, Clock clock) {
      return new PlainSessions(limits, clock) {
        @Override
        public void close() {}
      };
    }
  }
}
