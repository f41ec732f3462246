package io.phish.core.updates;

import io.phish.contract.UpdateBusContract;
import io.phish.spi.UpdateBus;

class MemoryUpdateBusTest implements UpdateBusContract {
  @Override
  public UpdateBus create(int kept) {
    return new MemoryUpdateBus(kept);
  }
}
