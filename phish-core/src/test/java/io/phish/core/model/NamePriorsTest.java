package io.phish.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.phish.spi.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamePriorsTest {
  private static final ModelVersion VERSION =
      new ModelVersion("endings", "1", "", Map.of("licence", "none"));

  private static byte[] write(NamePriors priors) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    priors.writeTo(file);
    return file.toByteArray();
  }

  @Test
  void gives_back_what_was_learnt_to_a_step_and_nothing_of_other_names() throws IOException {
    NamePriors written = NamePriors.of(VERSION, Map.of("top", 3.0, "com", -2.5, "co.uk", 0.0));
    NamePriors read = NamePriors.read(new ByteArrayInputStream(write(written)), "endings.phm");

    assertThat(read.get("top")).isEqualTo(3);
    assertThat(read.get("com")).isCloseTo(-2.5, within(3.0 / 127));
    assertThat(read.get("co.uk")).isZero();
    assertThat(read.get("net")).isNaN();
    assertThat(read.get("")).isNaN();
    assertThat(read.size()).isEqualTo(3);
    assertThat(read.version().card()).containsEntry("licence", "none");
    assertThat(read.version().sha256()).hasSize(64);
    assertThat(write(read)).isEqualTo(write(written));
  }

  @Test
  void an_empty_table_knows_nothing() throws IOException {
    NamePriors none = NamePriors.of(VERSION, Map.of());

    assertThat(none.get("com")).isNaN();
    assertThat(NamePriors.read(new ByteArrayInputStream(write(none)), "none").size()).isZero();
  }

  @Test
  void refuses_numbers_that_are_none_and_too_many_names() {
    assertThatThrownBy(() -> NamePriors.of(VERSION, Map.of("com", Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("com");
    Map<String, Double> many = new HashMap<>();
    for (int i = 0; i <= 65_536; i++) {
      many.put("n" + i, 1.0);
    }
    assertThatThrownBy(() -> NamePriors.of(VERSION, many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65537");
  }

  @Test
  void every_cut_and_every_altered_byte_is_a_named_error() throws IOException {
    byte[] file = write(NamePriors.of(VERSION, Map.of("top", 3.0, "com", -2.5)));
    for (int length = 0; length < file.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(file, length);
      assertThatThrownBy(() -> NamePriors.read(new ByteArrayInputStream(cut), "cut"))
          .isInstanceOf(ModelFormatException.class);
    }
    for (int at = 0; at < file.length; at++) {
      byte[] altered = file.clone();
      altered[at] ^= 1;
      assertThatThrownBy(() -> NamePriors.read(new ByteArrayInputStream(altered), "altered"))
          .isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void does_not_read_a_model_of_another_kind() throws IOException {
    byte[] file = write(NamePriors.of(VERSION, Map.of()));

    assertThatThrownBy(() -> NgramModel.read(new ByteArrayInputStream(file), "endings.phm"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("priors by name");
  }
}
