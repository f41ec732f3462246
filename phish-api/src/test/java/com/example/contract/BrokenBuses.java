package com.example.contract;

import io.phish.contract.UpdateBusContract;
import io.phish.spi.SlowSubscriberException;
import io.phish.spi.Topic;
import io.phish.spi.UpdateBus;
import io.phish.spi.UpdateBusStatistics;
import io.phish.spi.UpdateId;
import io.phish.spi.UpdateOutlet;
import io.phish.spi.UpdateSignal;
import io.phish.spi.UpdateSignal.Update;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** Buses that break the contract in one way each. */
final class BrokenBuses {
  /** So that what comes too much has come when a test looks. */
  private static final Executor AT_ONCE = Runnable::run;

  private BrokenBuses() {}

  abstract static class Base implements UpdateBusContract {
    @Override
    public Duration patience() {
      return Duration.ofSeconds(1);
    }
  }

  /** Passes a subscriber on, changed in one way. */
  private static class Forwarding implements Flow.Subscriber<UpdateSignal> {
    final Flow.Subscriber<? super UpdateSignal> to;

    Forwarding(Flow.Subscriber<? super UpdateSignal> to) {
      this.to = to;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      to.onSubscribe(subscription);
    }

    @Override
    public void onNext(UpdateSignal signal) {
      to.onNext(signal);
    }

    @Override
    public void onError(Throwable thrown) {
      to.onError(thrown);
    }

    @Override
    public void onComplete() {
      to.onComplete();
    }
  }

  static class Doubles extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept, AT_ONCE) {
        @Override
        Flow.Subscriber<? super UpdateSignal> subscriber(
            Flow.Subscriber<? super UpdateSignal> given) {
          return new Forwarding(given) {
            @Override
            public void onNext(UpdateSignal signal) {
              to.onNext(signal);
              to.onNext(signal);
            }
          };
        }
      };
    }
  }

  static class Trims extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        String data(String data) {
          return data.strip();
        }
      };
    }
  }

  static class MixesUsers extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        Topic topic(Topic topic) {
          return topic.audience() == Topic.Audience.USER
              ? new Topic(topic.audience(), topic.tenant(), "x", topic.name(), topic.isRetained())
              : topic;
        }
      };
    }
  }

  static class Replays extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept, AT_ONCE) {
        @Override
        void onSubscribed(Topic topic, UpdateOutlet outlet) {
          kept(topic).forEach(outlet::offer);
        }
      };
    }
  }

  static class IgnoresDemand extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept, AT_ONCE) {
        @Override
        Flow.Subscriber<? super UpdateSignal> subscriber(
            Flow.Subscriber<? super UpdateSignal> given) {
          return new Forwarding(given) {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
              to.onSubscribe(subscription);
              subscription.request(Long.MAX_VALUE);
            }
          };
        }
      };
    }
  }

  static class NeverDrops extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        int buffer(int wanted) {
          return Integer.MAX_VALUE;
        }
      };
    }
  }

  static class DropsWithoutNotice extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        Flow.Subscriber<? super UpdateSignal> subscriber(
            Flow.Subscriber<? super UpdateSignal> given) {
          return new Forwarding(given) {
            @Override
            public void onError(Throwable thrown) {
              if (!(thrown instanceof SlowSubscriberException)) {
                to.onError(thrown);
              }
            }
          };
        }
      };
    }
  }

  static class OneThreadForAll extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept, PlainBus.threads(1));
    }
  }

  static class LeavesOutNumbers extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        UpdateId id(long number) {
          return new UpdateId(42, 2 * number);
        }
      };
    }
  }

  static class ResumesOneLate extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        UpdateId after(UpdateId after) {
          return after.equals(UpdateId.START) ? after : after.next();
        }
      };
    }
  }

  static class HidesGaps extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        Flow.Subscriber<? super UpdateSignal> subscriber(
            Flow.Subscriber<? super UpdateSignal> given) {
          return new Forwarding(given) {
            @Override
            public void onNext(UpdateSignal signal) {
              if (signal instanceof Update) {
                to.onNext(signal);
              }
            }
          };
        }
      };
    }
  }

  static class KeepsNothing extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(1);
    }
  }

  static class AnotherOrderForEach extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        private int count;

        @Override
        void offer(UpdateOutlet outlet, Update update) {
          String data = update.data();
          // Every other subscriber is told something else at the 400th update.
          boolean odd = data.endsWith(":50") && count++ % 2 == 0;
          outlet.offer(odd ? new Update(update.topic(), update.id(), data + "'") : update);
        }
      };
    }
  }

  static class IgnoresCancel extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept, AT_ONCE) {
        @Override
        Flow.Subscriber<? super UpdateSignal> subscriber(
            Flow.Subscriber<? super UpdateSignal> given) {
          return new Forwarding(given) {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
              to.onSubscribe(
                  new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                      subscription.request(n);
                    }

                    @Override
                    public void cancel() {
                      // goes on
                    }
                  });
            }
          };
        }
      };
    }
  }

  static class GoesOnAfterThrow extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept, AT_ONCE) {
        @Override
        Flow.Subscriber<? super UpdateSignal> subscriber(
            Flow.Subscriber<? super UpdateSignal> given) {
          return new Forwarding(given) {
            @Override
            public void onNext(UpdateSignal signal) {
              try {
                to.onNext(signal);
              } catch (IllegalStateException e) {
                // goes on
              }
            }
          };
        }
      };
    }
  }

  static class AcceptsNoDemand extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        Flow.Subscriber<? super UpdateSignal> subscriber(
            Flow.Subscriber<? super UpdateSignal> given) {
          return new Forwarding(given) {
            @Override
            public void onError(Throwable thrown) {
              // says nothing
            }
          };
        }
      };
    }
  }

  static class TakesAnything extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        void check(String data) {}
      };
    }
  }

  static class ThrowsAtOnce extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        public synchronized CompletionStage<UpdateId> publish(Topic given, String data) {
          UpdateBus.check(data);
          return super.publish(given, data);
        }
      };
    }
  }

  static class CountsNothing extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        public UpdateBusStatistics statistics() {
          return new UpdateBusStatistics(0, 0, 0, 0, 0, 0);
        }
      };
    }
  }

  static class NeverEnds extends Base {
    @Override
    public UpdateBus create(int kept) {
      return new PlainBus(kept) {
        @Override
        public void close() {}
      };
    }
  }
}
