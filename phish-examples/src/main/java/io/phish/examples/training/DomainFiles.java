package io.phish.examples.training;

import io.phish.core.model.CalibratedStack;
import io.phish.core.model.TreeEnsemble;
import io.phish.spi.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the models of a domain, each with its card, figures and pictures. */
final class DomainFiles {
  private DomainFiles() {}

  static void write(Path out, DomainTrainer.Result result, DomainEvaluation evaluation)
      throws IOException {
    Files.createDirectories(out);
    DomainTrainer.write(out.resolve("dns-trees.phm"), result.dns()::writeTo);
    DomainTrainer.write(out.resolve("registration-trees.phm"), result.registration()::writeTo);
    DomainTrainer.write(out.resolve("stack.phm"), result.stack()::writeTo);
    card(out, "dns", hashed(result.dns()), "dns_", evaluation);
    card(out, "registration", hashed(result.registration()), "registration_", evaluation);
    card(out, "stack", hashed(result.stack()), "", evaluation);
  }

  /** With the hash of the file. */
  private static ModelVersion hashed(TreeEnsemble model) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model.writeTo(file);
    return TreeEnsemble.read(
            new ByteArrayInputStream(file.toByteArray()), "as trained", model.schema())
        .version();
  }

  private static ModelVersion hashed(CalibratedStack model) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model.writeTo(file);
    return CalibratedStack.read(new ByteArrayInputStream(file.toByteArray()), "as trained")
        .version();
  }

  private static void card(
      Path out, String name, ModelVersion version, String prefix, DomainEvaluation evaluation)
      throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    evaluation
        .figures()
        .forEach(
            (figure, value) -> {
              String model = figure.replaceFirst("^by_[a-z]+_", "");
              if (model.equals(figure) || model.startsWith(prefix)) {
                figures.put(figure, value);
              }
            });
    Map<String, String> legends = new LinkedHashMap<>();
    legends.put("by_domain_" + name, "registrable domains apart");
    legends.put("by_owner_" + name, "owners apart");
    if (name.equals("stack")) {
      legends.put("by_domain_joint_trees", "one set of trees, domains apart");
      legends.put("by_domain_url_alone", "URL model alone");
    }
    Map<String, String> pictures = evaluation.pictures("by_owner_" + name, legends);
    UrlTrainer.writeJson(out.resolve(name + "-model.json"), version, figures);
    Files.writeString(
        out.resolve(name + "-model.md"),
        DomainCard.markdown(version, name, figures, pictures.keySet()));
    for (Map.Entry<String, String> picture : pictures.entrySet()) {
      Files.writeString(out.resolve(name + '-' + picture.getKey() + ".svg"), picture.getValue());
    }
  }
}
