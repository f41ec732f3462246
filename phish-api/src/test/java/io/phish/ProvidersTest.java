package io.phish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.phish.spi.DetectorProvider;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test sees the library through a class path of its own. */
class ProvidersTest {
  @TempDir Path services;

  @Test
  void without_an_engine_the_message_says_what_to_add() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(Detector::create)
        .withMessage(
            "no detector engine: add io.phish:phish-core to the class path or module path");
  }

  @Test
  void one_engine_is_used() throws Exception {
    assertThat(builderWith(First.class.getName())).isEqualTo("First was asked");
  }

  @Test
  void of_two_engines_both_are_named() throws Exception {
    assertThat(builderWith(First.class.getName(), Second.class.getName()))
        .startsWith("io.phish.ConfigurationException: more than one detector engine; remove all")
        .contains(First.class.getName() + " in file:", Second.class.getName() + " in file:");
  }

  @Test
  void an_engine_that_cannot_be_loaded_is_named() throws Exception {
    assertThat(builderWith(Throwing.class.getName()))
        .startsWith("io.phish.ConfigurationException: the detector engine could not be loaded")
        .contains(Throwing.class.getName());
    assertThat(builderWith("com.example.Missing"))
        .startsWith("io.phish.ConfigurationException")
        .contains("com.example.Missing");
  }

  @Test
  void an_engine_whose_dependency_is_missing_is_named() throws Exception {
    assertThat(builderWith(Lacking.class.getName()))
        .startsWith("io.phish.ConfigurationException: the detector engine could not be loaded")
        .contains("some/missing/Library");
    assertThat(builderWithout(First.class.getName(), Second.class.getName()))
        .startsWith("io.phish.ConfigurationException: the detector engine could not be loaded")
        .contains("ProvidersTest$First");
  }

  /** What {@link Detector#builder} throws with these providers on the class path. */
  private String builderWith(String... providers) throws Exception {
    return builderWithout("nothing", providers);
  }

  /** As {@link #builderWith} with a class missing from the class path. */
  private String builderWithout(String missing, String... providers) throws Exception {
    Path file = services.resolve("META-INF/services/io.phish.spi.DetectorProvider");
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(providers));
    URL[] classPath = {
      services.toUri().toURL(),
      Detector.class.getProtectionDomain().getCodeSource().getLocation(),
      ProvidersTest.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals(missing)) {
              throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
          }
        }) {
      loader.loadClass("io.phish.Detector").getMethod("builder").invoke(null);
      return "nothing";
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      return cause instanceof IllegalStateException
          ? String.valueOf(cause.getMessage())
          : String.valueOf(cause);
    }
  }

  /** A provider that can be told from others. */
  public static class First implements DetectorProvider {
    @Override
    public DetectorBuilder newBuilder() {
      throw new IllegalStateException("First was asked");
    }
  }

  /** Another one. */
  public static final class Second extends First {}

  /** One that cannot be made. */
  public static final class Throwing extends First {
    /** Always fails. */
    public Throwing() {
      throw new IllegalArgumentException("not here");
    }
  }

  /** One that fails as a class does whose library is not there. */
  public static final class Lacking extends First {
    static {
      if (Lacking.class.getName().endsWith("Lacking")) {
        throw new NoClassDefFoundError("some/missing/Library");
      }
    }
  }
}
