package io.phish.core.registration;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status codes of EPP: of domains (RFC 5731, section 2.3), grace periods (RFC 3915, section
 * 3.1) and those hosts share. Servers write them as {@code clientHold}, {@code CLIENT HOLD}, {@code
 * client_hold} or {@code client-hold}.
 */
public final class EppStatus {
  private static final String[] CODES = {
    "addPeriod",
    "autoRenewPeriod",
    "clientDeleteProhibited",
    "clientHold",
    "clientRenewProhibited",
    "clientTransferProhibited",
    "clientUpdateProhibited",
    "inactive",
    "linked",
    "ok",
    "pendingCreate",
    "pendingDelete",
    "pendingRenew",
    "pendingRestore",
    "pendingTransfer",
    "pendingUpdate",
    "redemptionPeriod",
    "renewPeriod",
    "serverDeleteProhibited",
    "serverHold",
    "serverRenewProhibited",
    "serverTransferProhibited",
    "serverUpdateProhibited",
    "transferPeriod"
  };
  private static final int LONGEST = 24;
  private static final Map<String, String> BY_LETTERS = byLetters();

  private EppStatus() {}

  /**
   * A status that RDAP states, as EPP writes it (RFC 8056, section 2): {@code active} is {@code ok}
   * there.
   *
   * @return the code, or the status as it was if EPP has none for it
   */
  public static String ofRdap(String status) {
    return status.strip().equalsIgnoreCase("active") ? "ok" : of(status);
  }

  /**
   * A status in any spelling, as EPP writes it.
   *
   * @return the code, or the status as it was, without blanks around it, if EPP has none for it
   */
  public static String of(String status) {
    String code = code(status);
    return code == null ? status.strip() : code;
  }

  /** The code that a status is in any spelling, null if it is none. */
  public static @Nullable String code(String status) {
    StringBuilder letters = new StringBuilder(LONGEST);
    for (int i = 0; i < status.length(); i++) {
      char c = status.charAt(i);
      if (c == ' ' || c == '_' || c == '-' || c == '\t') {
        continue;
      }
      if (letters.length() == LONGEST) {
        return null;
      }
      letters.append(c);
    }
    return BY_LETTERS.get(letters.toString().toLowerCase(Locale.ROOT));
  }

  private static Map<String, String> byLetters() {
    Map<String, String> codes = new HashMap<>();
    for (String code : CODES) {
      codes.put(code.toLowerCase(Locale.ROOT), code);
    }
    return Map.copyOf(codes);
  }
}
