package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code phish idn} with the real policy, in this process. */
class IdnCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void judges_each_line_in_its_place() {
    byte[] input =
        "xn--bcher-kva.example\nexample.com\np\u0430ypal.com\nxn--a.com\n\n\u0000\n"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(run(input, "idn", "--stdin")).isEqualTo(3);
    assertThat(out().lines())
        .containsExactly(
            "{\"name\":\"xn--bcher-kva.example\",\"unicode\":\"b\u00FCcher.example\",\"safe\":true,"
                + "\"reason\":null,\"about\":null}",
            "{\"name\":\"example.com\",\"unicode\":\"example.com\",\"safe\":true,"
                + "\"reason\":null,\"about\":null}",
            "{\"name\":\"p\u0430ypal.com\",\"unicode\":\"p\u0430ypal.com\",\"safe\":false,"
                + "\"reason\":\"mixed-scripts\",\"about\":\"p\u0430ypal\"}",
            "{\"name\":\"xn--a.com\",\"unicode\":null,\"safe\":false,"
                + "\"reason\":\"invalid\",\"about\":\"xn--a.com\"}",
            "{\"name\":\"\",\"unicode\":\"\",\"safe\":true,\"reason\":null,\"about\":null}",
            out().lines().toList().get(5));
    assertThat(out().lines().toList().get(5)).startsWith("{\"failure\":").endsWith("}");
  }

  @Test
  void protects_names_from_a_file() throws IOException {
    Path names = Files.writeString(folder.resolve("names.txt"), "# ours\nacme-tools.com\n");
    int exit =
        run(
            new byte[0],
            "idn",
            "--protect",
            names.toString(),
            "\u00E1cme-tools.com",
            "b\u00FCcher.example");
    assertThat(exit).isZero();
    assertThat(out().lines())
        .containsExactly(
            "xn--cme-tools-z1a.com: acme-tools.com, looks like a protected name",
            "b\u00FCcher.example");
  }

  @Test
  void asks_for_names() {
    assertThat(run(new byte[0], "idn")).isEqualTo(2);
    assertThat(run(new byte[0], "idn", "--stdin", "a.com")).isEqualTo(2);
    assertThat(err.toString()).contains("give a name, or --stdin", "not both");
  }

  private int run(byte[] input, String... arguments) {
    Streams streams =
        new Streams(
            new ByteArrayInputStream(input),
            out,
            new PrintWriter(err, true),
            StandardCharsets.UTF_8,
            false,
            false);
    return Main.run(streams, arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
