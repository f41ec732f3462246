package io.phish.redis.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** An authority of the tests' own and what it vouches for, made anew in each run by OpenSSL. */
public final class Certificates {
  private final Path directory;

  /** An authority that nobody else trusts. */
  public Certificates() {
    try {
      directory = Files.createTempDirectory("phish-tls");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    openssl(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=Test authority",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem");
  }

  /** The authority's certificate. */
  public Path authority() {
    return directory.resolve("ca.pem");
  }

  /**
   * A certificate, and beside it its key with the ending {@code .key}.
   *
   * @param name of the file
   * @param subject such as {@code IP:127.0.0.1} or {@code DNS:other.example}
   * @param isValid or else it has expired
   */
  public Path certificate(String name, String subject, boolean isValid) {
    Path extensions = directory.resolve(name + ".ext");
    try {
      Files.writeString(extensions, "subjectAltName=" + subject + "\n");
      Files.writeString(directory.resolve("index.txt"), "");
      Files.writeString(directory.resolve("serial"), "1000\n");
      Files.writeString(
          directory.resolve("ca.cnf"),
          """
          [ca]
          default_ca = test
          [test]
          database = index.txt
          serial = serial
          new_certs_dir = .
          default_md = sha256
          policy = any
          unique_subject = no
          [any]
          commonName = supplied
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".csr");
    String start = isValid ? "20240101000000Z" : "20200101000000Z";
    String end = isValid ? "20490101000000Z" : "20200201000000Z";
    openssl(
        "ca",
        "-batch",
        "-notext",
        "-config",
        "ca.cnf",
        "-cert",
        "ca.pem",
        "-keyfile",
        "ca.key",
        "-startdate",
        start,
        "-enddate",
        end,
        "-extfile",
        name + ".ext",
        "-in",
        name + ".csr",
        "-out",
        name + ".pem");
    return directory.resolve(name + ".pem");
  }

  /**
   * A server that speaks TLS only, with such a certificate.
   *
   * @param clients whether its clients need one too: {@code yes} or {@code no}
   */
  public TestRedis server(String name, String subject, boolean isValid, String clients) {
    Path certificate = certificate(name, subject, isValid);
    int port = TestRedis.freePort();
    return TestRedis.start(
        port,
        "port 0",
        "tls-port " + port,
        "tls-cert-file " + certificate,
        "tls-key-file " + certificate.resolveSibling(name + ".key"),
        "tls-ca-cert-file " + authority(),
        "tls-auth-clients " + clients);
  }

  private void openssl(String... arguments) {
    try {
      List<String> command = new ArrayList<>(List.of("openssl"));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
    } catch (IOException e) {
      Assumptions.abort("no OpenSSL here to make certificates with: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
