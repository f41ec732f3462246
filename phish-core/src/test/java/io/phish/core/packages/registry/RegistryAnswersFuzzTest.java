package io.phish.core.packages.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Fuzzing by Jazzer; {@code UrlFuzzTest} says how. */
class RegistryAnswersFuzzTest {
  private static final List<Replies.Reader<RegistryAnswer>> READERS =
      List.of(
          reply -> NpmDocument.read(reply, "left"),
          reply -> PypiDocument.read(reply, "left"),
          reply -> PypiFiles.read(reply, "left"),
          reply -> CargoDocuments.crate(reply, "left"),
          reply -> CargoDocuments.entries(reply, "left"));

  private static final byte[] NPM =
      bytes(
          "{\"name\":\"left\",\"time\":{},\"dist-tags\":{\"latest\":\"1\"},\"versions\":{\"1\":{");
  private static final byte[] PYPI =
      bytes("{\"info\":{\"name\":\"left\"},\"name\":\"left\",\"releases\":{\"1\":[{");
  private static final byte[] CARGO =
      bytes("{\"crate\":{\"name\":\"left\"},\"name\":\"left\",\"vers\":\"1\",\"versions\":[{");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @FuzzTest(maxDuration = "10m")
  void reads_answers_in_json(byte[] body) {
    requireAnswer(body);
    requireAnswer(within(NPM, body, bytes("}}}")));
    requireAnswer(within(PYPI, body, bytes("}]}}")));
    requireAnswer(within(CARGO, body, bytes("}]}")));
  }

  @FuzzTest(maxDuration = "10m")
  void reads_xml(byte[] body) {
    for (byte[] octets :
        List.of(
            body,
            within(bytes("<metadata><versioning>"), body, bytes("</versioning></metadata>")))) {
      try {
        XmlNode root = XmlNode.read(new ByteArrayInputStream(octets));
        assertThat(root.line()).isPositive();
        assertThat(root.all("versioning", "versions", "version")).isNotNull();
      } catch (IOException e) {
        assertThat(e).isInstanceOf(MalformedAnswerException.class);
      }
    }
  }

  private static byte[] within(byte[] begin, byte[] body, byte[] end) {
    byte[] all = new byte[begin.length + body.length + end.length];
    System.arraycopy(begin, 0, all, 0, begin.length);
    System.arraycopy(body, 0, all, begin.length, body.length);
    System.arraycopy(end, 0, all, begin.length + body.length, end.length);
    return all;
  }

  private static void requireAnswer(byte[] body) {
    Reply reply =
        new Reply(URI.create("http://registry.example/"), 200, "application/json", "", null, body);
    for (Replies.Reader<RegistryAnswer> reader : READERS) {
      try {
        RegistryAnswer answer = reader.read(reply);
        if (answer instanceof RegistryAnswer.Found found) {
          assertThat(found.metadata().releases()).hasSizeLessThanOrEqualTo(ReleaseList.MAX);
        } else {
          // What makes no sense is never told to be absent, unless it was taken down.
          assertThat(answer).isEqualTo(new RegistryAnswer.Absent(true));
        }
      } catch (IOException e) {
        assertThat(e).isInstanceOf(MalformedAnswerException.class);
      }
    }
  }
}
