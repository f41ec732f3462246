package io.phish.core.packages;

import io.phish.contract.FeatureExtractorContract;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.PackageName;
import io.phish.subject.Subject;

class PackageExtractorContractTest implements FeatureExtractorContract<PackageName> {

  @Override
  public FeatureExtractor<PackageName> extractor() {
    return new PackageExtractor();
  }

  @Override
  public PackageName subject() {
    return Subject.packageName("npm", "lodahs");
  }

  @Override
  public CanonicalForm form(PackageName subject) {
    return new PackageCanonicalizer().canonicalize(subject);
  }
}
