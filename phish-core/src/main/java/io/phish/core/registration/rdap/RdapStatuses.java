package io.phish.core.registration.rdap;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Statuses of RDAP as those of EPP, by RFC 8056, section 2. */
final class RdapStatuses {
  private static final List<String> WORDS =
      List.of(
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
          "transferPeriod");

  private static final Map<String, String> EPP = table();

  private RdapStatuses() {}

  private static Map<String, String> table() {
    Map<String, String> table = new HashMap<>();
    for (String epp : WORDS) {
      table.put(key(epp), epp);
    }
    // The two that have another name in RDAP.
    table.put("active", "ok");
    table.put("associated", "linked");
    return Map.copyOf(table);
  }

  /** The status of EPP; a word that RFC 8056 does not have stays as it is. */
  static String epp(String status) {
    return EPP.getOrDefault(key(status), status);
  }

  /** Letters only: some servers write the words of EPP, and some with other signs between them. */
  private static String key(String status) {
    StringBuilder letters = new StringBuilder(status.length());
    for (int i = 0; i < status.length(); i++) {
      if (Character.isLetter(status.charAt(i))) {
        letters.append(status.charAt(i));
      }
    }
    return letters.toString().toLowerCase(Locale.ROOT);
  }
}
