package io.phish.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import picocli.CommandLine.TypeConversionException;

/** {@code phish dns} with a name server on loopback, in this process. */
class DnsCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Name TARGET = Name.fromConstantString("target.test.");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private DatagramSocket server;

  @BeforeEach
  void serve() throws Exception {
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::answer, "test-dns");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Addresses for what begins with an a, an alias for b, nothing for n, silence for s. */
  private void answer() {
    byte[] buffer = new byte[4_096];
    while (!server.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        server.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        Record question = query.getQuestion();
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.addRecord(question, Section.QUESTION);
        Name name = question.getName();
        char first = name.toString().charAt(0);
        InetAddress address = InetAddress.getByName("192.0.2.1");
        if (first == 'n') {
          reply.getHeader().setRcode(Rcode.NXDOMAIN);
        } else if (first == 'b') {
          reply.addRecord(new CNAMERecord(name, DClass.IN, 60, TARGET), Section.ANSWER);
          reply.addRecord(new ARecord(TARGET, DClass.IN, 300, address), Section.ANSWER);
        } else if (question.getType() == Type.A) {
          reply.addRecord(new ARecord(name, DClass.IN, 300, address), Section.ANSWER);
        }
        if (first != 's') {
          byte[] wire = reply.toWire();
          server.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
        }
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Test
  void each_name_is_asked_for_with_each_type() {
    assertThat(run("", "a.test", "b.test", "n.test", "--type", "A,mx", "--order")).isZero();

    assertThat(lines())
        .containsExactly(
            "a.test\tA\tfound\t300\t192.0.2.1",
            "a.test\tMX\tno-data\t0\t",
            "b.test\tA\tfound\t60\t192.0.2.1",
            "b.test\tMX\tno-data\t0\t",
            "n.test\tA\tno-such-name\t0\t",
            "n.test\tMX\tno-such-name\t0\t");
    assertThat(err.toString()).contains("6 answers in ").contains("found           2");
  }

  @Test
  void json_has_everything() throws IOException {
    assertThat(run("b.test\n", "--stdin", "--json", "-q")).isZero();

    assertThat(lines())
        .containsExactly(
            "{\"name\":\"b.test\",\"type\":\"A\",\"status\":\"found\",\"ttl\":60,"
                + "\"records\":[\"192.0.2.1\"],\"aliases\":[\"target.test\"]}");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_bad_line_is_told_in_its_place_and_the_run_goes_on() throws IOException {
    String input = "a1.test\na..b\n\n192.0.2.1\nx\u0000y\na2.test\nBÜCHER.test";

    assertThat(run(input, "--stdin", "--json", "--order")).isEqualTo(3);

    assertThat(lines()).hasSize(7);
    assertThat(json(0).get("name").asText()).isEqualTo("a1.test");
    assertThat(json(1).get("line").asInt()).isEqualTo(2);
    assertThat(json(1).get("offset").asInt()).isEqualTo(2);
    assertThat(json(1).get("failure").asText()).contains("empty label");
    assertThat(json(2).get("failure").asText()).contains("empty");
    assertThat(json(3).get("failure").asText()).contains("IP address");
    assertThat(json(4).get("code").asText()).isEqualTo("not-text");
    assertThat(json(4).get("offset").asInt()).isEqualTo(1);
    assertThat(json(5).get("name").asText()).isEqualTo("a2.test");
    assertThat(json(6).get("name").asText()).isEqualTo("xn--bcher-kva.test");
    assertThat(err.toString()).contains("rejected        4");
  }

  @Test
  void silence_is_unknown() throws IOException {
    assertThat(run("s.test", "--stdin", "--json", "--timeout", "200ms")).isEqualTo(3);

    assertThat(json(0).get("status").asText()).isEqualTo("timed-out");
  }

  @Test
  void a_name_of_special_use_leaves_no_network_of_ones_own() throws IOException {
    int exit = main("", "dns", "a.test", "--server", "192.0.2.53", "--json", "--timeout", "50ms");

    assertThat(exit).isEqualTo(3);
    assertThat(json(0).get("failure").asText()).contains("special use");
  }

  @Test
  void an_answer_does_not_wait_for_the_next_line() throws Exception {
    BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void write(byte[] octets, int from, int length) {
            answers.add(new String(octets, from, length, StandardCharsets.UTF_8));
          }
        };
    PipedInputStream in = new PipedInputStream();
    CompletableFuture<Integer> exit;
    try (PipedOutputStream writer = new PipedOutputStream(in)) {
      exit =
          CompletableFuture.supplyAsync(
              () -> Main.run(streams(in, sink), "dns", "--stdin", "--server", address()));
      for (String name : List.of("a1.test", "a2.test")) {
        writer.write((name + "\n").getBytes(StandardCharsets.UTF_8));
        writer.flush();
        assertThat(answers.poll(60, TimeUnit.SECONDS)).startsWith(name).endsWith("\n");
      }
    }
    assertThat(exit.get(60, TimeUnit.SECONDS)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.test --stdin | not both",
        "'' | give a name",
        "a.test --type NONSENSE | 'NONSENSE' is no type",
        "a.test --server [::1 | is no server",
        "a.test --server x:99999 | is no server",
        "a.test --in-flight 0 | inFlight 0",
        "a.test --rate 0 | rate 0",
        "a.test --doh ftp://x/ | no https URL",
        "a.test --server 127.0.0.1 --doh https://x/ | not both"
      })
  void a_wrong_command_line_is_told(String arguments, String message) {
    String[] words = ("dns " + arguments).strip().split(" ", -1);

    assertThat(main("", words)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1 | /192.0.2.1:53",
        "192.0.2.1:5353 | /192.0.2.1:5353",
        "2001:db8::1 | /[2001:db8:0:0:0:0:0:1]:53",
        "[2001:db8::1] | /[2001:db8:0:0:0:0:0:1]:53",
        "[2001:db8::1]:54 | /[2001:db8:0:0:0:0:0:1]:54"
      })
  void servers_are_read(String text, String address) {
    assertThat(new ServerConverter().convert(text)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":53", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:x", "[]", "[::1]x"})
  void what_is_no_server_is_refused(String text) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> new ServerConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("write ADDRESS");
  }

  private String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private int run(String input, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 3);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[0] = "dns";
    all[arguments.length + 1] = "--server";
    all[arguments.length + 2] = address();
    return main(input, all);
  }

  private int main(String input, String... arguments) {
    return Main.run(
        streams(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out), arguments);
  }

  private Streams streams(InputStream in, OutputStream sink) {
    return new Streams(in, sink, new PrintWriter(err, true), StandardCharsets.UTF_8, false, false);
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private JsonNode json(int line) throws IOException {
    return JSON.readTree(lines().get(line));
  }
}
