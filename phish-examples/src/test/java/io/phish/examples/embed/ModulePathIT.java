package io.phish.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host that is a module and requires {@code io.phish} alone: what our module descriptors say is
 * enough to compile it and for it to find the engine, its extractors and parsers.
 */
class ModulePathIT {
  private static final Path SOURCE = Path.of("src/main/java/io/phish/examples/embed/CheckUrl.java");

  @TempDir private Path folder;

  @Test
  void a_modular_host_gets_a_verdict() throws Exception {
    Path descriptor = folder.resolve("module-info.java");
    Files.writeString(descriptor, "module com.example.host { requires io.phish; }");
    Path classes = folder.resolve("classes");
    String modules = modulePath();
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "--module-path",
                modules,
                descriptor.toString(),
                SOURCE.toString());
    assertThat(compiled).isZero();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modules + File.pathSeparator + classes,
                "--module",
                "com.example.host/io.phish.examples.embed.CheckUrl",
                "https://www.wikipedia.org/")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output).containsPattern("^BENIGN 0\\.\\d{3}\n");
    assertThat(process.exitValue()).isZero();
  }

  /** The jars of the engine and of what it requires, and a logger so that SLF4J is content. */
  private static String modulePath() {
    Path[] jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.endsWith(".jar") && !path.endsWith("-tests.jar"))
            .map(Path::of)
            .filter(ModulePathIT::canBeModule)
            .toArray(Path[]::new);
    ModuleFinder finder = ModuleFinder.of(jars);
    Set<Path> path = new LinkedHashSet<>();
    collect("io.phish.core", finder, path);
    collect("org.slf4j.nop", finder, path);
    assumeTrue(
        path.stream().anyMatch(jar -> jar.getFileName().toString().startsWith("phish-core-")),
        "phish-core is not packaged; run the whole build up to verify");
    return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** What only tests need may have a name that no module can have. */
  private static boolean canBeModule(Path jar) {
    try {
      return !ModuleFinder.of(jar).findAll().isEmpty();
    } catch (FindException e) {
      return false;
    }
  }

  private static void collect(String name, ModuleFinder finder, Set<Path> path) {
    Optional<ModuleReference> found = finder.find(name);
    if (found.isEmpty() || !path.add(Path.of(found.get().location().orElseThrow()))) {
      return;
    }
    ModuleDescriptor module = found.get().descriptor();
    List<Requires> required =
        module.requires().stream()
            .filter(
                requires ->
                    !requires.modifiers().contains(Requires.Modifier.STATIC)
                        || requires.modifiers().contains(Requires.Modifier.TRANSITIVE))
            .toList();
    required.forEach(requires -> collect(requires.name(), finder, path));
  }
}
