package io.phish.examples.cli;

import io.phish.core.packages.PackageVerdict;
import io.phish.core.packages.manifest.ManifestProblem;
import java.io.PrintWriter;

/** What a scan found, as a table for people. */
final class ScanText {

  private ScanText() {}

  static void write(ScanResult result, Palette palette, PrintWriter out) {
    Table table = new Table("where", "package", "recommendation", "score", "why");
    int unknown = 0;
    int local = 0;
    for (ScanEntry entry : result.entries()) {
      PackageVerdict verdict = entry.verdict();
      if (verdict != null && entry.isFinding()) {
        String[] row = PackageText.row(verdict);
        IgnoreFile.Rule ignored = entry.ignored();
        String why = ignored == null ? row[3] : "ignored: " + SafeText.shorten(ignored.reason());
        table.row(entry.place(), row[0], row[1], row[2], why);
      } else if (verdict == null) {
        local++;
      } else if (entry.rule().equals("unknown")) {
        unknown++;
      }
    }
    if (!table.isEmpty()) {
      out.print(table.render("", palette));
    }
    for (ManifestProblem problem : result.problems()) {
      out.println(palette.error(SafeText.escape(problem.toString())));
    }
    for (IgnoreFile.Rule rule : result.expired()) {
      out.println(
          palette.error(
              SafeText.escape(rule.place() + ": expired on " + rule.until() + ": " + rule.id())));
    }
    out.println(
        result.files().size()
            + " files, "
            + result.entries().size()
            + " dependencies: "
            + result.entries().stream().filter(ScanEntry::isFinding).count()
            + " found, "
            + unknown
            + " unknown, "
            + local
            + " of the project, "
            + result.problems().size()
            + " problems");
  }
}
