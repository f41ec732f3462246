package com.example.badcore.dns;

import com.example.badcore.engine.UsesCapability;
import java.util.function.Supplier;

/** A capability does not know the engine. */
public final class UsesEngine {
  Supplier<UsesCapability> engine = UsesCapability::new;
}
