package io.phish.core.packages;

import io.phish.contract.FeatureExtractorContract;
import io.phish.spi.CanonicalForm;
import io.phish.spi.FeatureExtractor;
import io.phish.subject.PackageName;
import io.phish.subject.Subject;

class RegistryExtractorContractTest implements FeatureExtractorContract<PackageName> {

  @Override
  public FeatureExtractor<PackageName> extractor() {
    return new RegistryExtractor(
        PackageLists.bundled(),
        FakeRegistry.empty().with("npm/lodahs", Metadata.fresh().installScript().build()));
  }

  @Override
  public FeatureExtractor<PackageName> stalledExtractor() {
    return new RegistryExtractor(PackageLists.bundled(), FakeRegistry.empty().hold());
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
