package io.phish.examples.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.phish.InvalidSubjectException;
import io.phish.InvalidSubjectException.Code;
import io.phish.subject.Subject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VerdictJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void a_verdict_has_exactly_the_documented_form() {
    assertThat(VerdictJson.toString(Verdicts.phishing("https://paypa1.example/")))
        .isEqualTo(
            "{\"subject\":{\"kind\":\"url\",\"value\":\"https://paypa1.example/\"},"
                + "\"label\":\"phishing\",\"probability\":0.93,"
                + "\"thresholds\":{\"suspicious\":0.4,\"phishing\":0.7},"
                + "\"reasons\":[{\"code\":\"phish.url.brand\","
                + "\"message\":\"The host imitates \\\"paypal\\\"\","
                + "\"weight\":1.25,\"extractor\":\"phish.url\",\"evidence\":[\"paypa1\"]},"
                + "{\"code\":\"phish.url.https\",\"message\":\"The link is encrypted\","
                + "\"weight\":-0.25,\"extractor\":\"phish.url\"}],"
                + "\"extractors\":[{\"id\":\"phish.url\",\"status\":\"OK\",\"elapsed_us\":12,"
                + "\"probability\":0.93,\"weight\":1.0},"
                + "{\"id\":\"phish.whois\",\"status\":\"SKIPPED\",\"elapsed_us\":0,"
                + "\"probability\":null,\"weight\":0.0,\"message\":\"off-line\"}],"
                + "\"model\":\"phish.url@2026-11-20,phish.dns@3\","
                + "\"cached\":true,\"elapsed_us\":1000}");
  }

  @Test
  void what_is_not_known_is_null() throws Exception {
    JsonNode json = parse(VerdictJson.toString(Verdicts.unknown(Subject.domain("example.com"))));
    assertThat(json.get("label").asText()).isEqualTo("unknown");
    assertThat(json.get("probability").isNull()).isTrue();
    assertThat(json.get("model").isNull()).isTrue();
    assertThat(json.get("reasons")).isEmpty();
  }

  @Test
  void a_mail_is_not_repeated() throws Exception {
    Subject mail = Subject.email("Subject: secret".getBytes(StandardCharsets.US_ASCII));
    JsonNode json = parse(VerdictJson.toString(Verdicts.unknown(mail)));
    assertThat(json.at("/subject/kind").asText()).isEqualTo("email");
    assertThat(json.at("/subject/value").asText()).isEqualTo("mail of 15 octets");
  }

  @Test
  void a_rejection_has_exactly_the_documented_form() throws IOException {
    InvalidSubjectException e =
        new InvalidSubjectException("url", Code.INVALID_PORT, 20, "port 99999 is above 65535");
    assertThat(lines(Rejection.of("https://example.com:99999/", e)))
        .isEqualTo(
            "{\"subject\":{\"kind\":\"url\",\"value\":\"https://example.com:99999/\"},"
                + "\"error\":{\"code\":\"invalid-port\","
                + "\"message\":\"port 99999 is above 65535\",\"offset\":20}}\n");
  }

  @Test
  void a_rejection_may_have_neither_kind_nor_offset() throws IOException {
    assertThat(lines(new Rejection(null, "x", "unreadable", "no such file", null)))
        .isEqualTo(
            "{\"subject\":{\"kind\":null,\"value\":\"x\"},"
                + "\"error\":{\"code\":\"unreadable\",\"message\":\"no such file\","
                + "\"offset\":null}}\n");
  }

  @Test
  void the_value_of_a_rejection_is_shortened_between_characters() throws Exception {
    String emoji = "\uD83D\uDE00";
    for (String start : new String[] {"", "x"}) {
      JsonNode json =
          parse(lines(new Rejection("url", start + emoji.repeat(1_000), "too-long", "long", 1)));
      String value = json.at("/subject/value").asText();
      assertThat(value.length()).isBetween(250, VerdictJson.MAX_REJECTED_VALUE);
      assertThat(value).matches("x?(\uD83D\uDE00)+…");
    }
  }

  @Test
  void every_text_comes_back_but_for_unpaired_surrogates() throws Exception {
    SplittableRandom random = new SplittableRandom(20261120);
    for (int round = 0; round < 2_000; round++) {
      String text = randomText(random);
      String json = VerdictJson.toString(Verdicts.because(text));
      assertThat(parse(json).at("/reasons/0/message").asText())
          .isEqualTo(
              new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE));
      json.chars().forEach(VerdictJsonTest::assertVisible);
    }
  }

  @Test
  void what_a_terminal_obeys_is_escaped() {
    assertThat(VerdictJson.toString(Verdicts.because("\u001b[2J\u202e\u200b\u0085\u2028\u007f")))
        .contains("\\u001B[2J\\u202E\\u200B\\u0085\\u2028\\u007F");
  }

  @Test
  void the_output_is_utf_8() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VerdictJson json = new VerdictJson(out);
    json.write(Verdicts.because("пайпал 支付宝 \uD83D\uDE00 \uD83D"));
    json.flush();
    assertThat(decodeStrictly(out.toByteArray())).contains("пайпал 支付宝 \uD83D\uDE00 \uFFFD");
  }

  @Test
  void one_writer_writes_many_lines() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VerdictJson json = new VerdictJson(out);
    for (int i = 0; i < 1_000; i++) {
      json.write(Verdicts.phishing("https://example.com/" + i));
      json.write(new Rejection("url", "x" + i, "no-scheme", "none", 0));
    }
    json.flush();
    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
    assertThat(lines).hasSize(2_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(parse(lines[2 * i]).at("/subject/value").asText())
          .isEqualTo("https://example.com/" + i);
      assertThat(parse(lines[2 * i + 1]).at("/subject/value").asText()).isEqualTo("x" + i);
    }
  }

  private static String randomText(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, 60); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> text.append((char) random.nextInt(0x80));
        case 1 -> text.append((char) random.nextInt(0x10000));
        case 2 -> text.appendCodePoint(random.nextInt(0x10000, 0x110000));
        default -> text.append((char) random.nextInt(0xD800, 0xE000));
      }
    }
    return text.toString();
  }

  private static void assertVisible(int c) {
    int type = Character.getType((char) c);
    assertThat(type).isNotIn((int) Character.CONTROL, (int) Character.FORMAT);
  }

  private static String lines(Rejection rejection) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VerdictJson json = new VerdictJson(out);
    json.write(rejection);
    json.flush();
    return decodeStrictly(out.toByteArray());
  }

  private static String decodeStrictly(byte[] octets) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
  }

  private static JsonNode parse(String json) throws JsonProcessingException {
    return MAPPER.readTree(json);
  }
}
