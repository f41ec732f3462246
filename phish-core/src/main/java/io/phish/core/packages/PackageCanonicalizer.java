package io.phish.core.packages;

import io.phish.InvalidSubjectException;
import io.phish.spi.CanonicalForm;
import io.phish.spi.Canonicalizer;
import io.phish.subject.PackageName;
import org.jspecify.annotations.Nullable;

/**
 * Gives names that are equal to their registry one form. A name outside its rules is judged all the
 * same, and stands as it was written.
 */
public final class PackageCanonicalizer implements Canonicalizer<PackageName> {

  /** For {@link java.util.ServiceLoader}. */
  public PackageCanonicalizer() {}

  @Override
  public Class<PackageName> subjectType() {
    return PackageName.class;
  }

  @Override
  public CanonicalForm canonicalize(PackageName subject) {
    PackageId id = PackageId.of(subject).orElse(null);
    if (id == null) {
      return CanonicalForm.of(subject);
    }
    try {
      return new Form(new PackageId(id.ecosystem(), id.canonicalName(), id.version()).toString());
    } catch (InvalidSubjectException e) {
      return new Form(id.toString());
    }
  }

  private record Form(String text) implements CanonicalForm {
    @Override
    public @Nullable String host() {
      return null;
    }

    @Override
    public @Nullable String registrableDomain() {
      return null;
    }
  }
}
