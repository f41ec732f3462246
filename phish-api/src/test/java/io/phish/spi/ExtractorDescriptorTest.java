package io.phish.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.phish.subject.Url;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractorDescriptorTest {

  private static ExtractorDescriptor.Builder<Url> builder() {
    return ExtractorDescriptor.builder("acme.url", Url.class);
  }

  private static void assertRefused(
      String words, UnaryOperator<ExtractorDescriptor.Builder<Url>> change) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(builder()).build())
        .withMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme.url", "a.b", "acme.cert-age", "acme.a.b.c", "0.1"})
  void ids_are_a_vendor_and_a_name(String id) {
    assertThat(ExtractorDescriptor.builder(id, Url.class).build().id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "url",
        ".url",
        "acme.",
        "acme..url",
        "Acme.url",
        "acme.u_l",
        "acme.-a",
        "acme.a-",
        "acme.a--b",
        "acme.a.b.c.d",
        "acme.url\n",
        "acme.\u00FC",
        "acme.*"
      })
  void other_ids_are_refused(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExtractorDescriptor.builder(id, Url.class).build())
        .withMessageContaining("vendor.name");
  }

  @Test
  void the_longest_id_and_version_make_a_cache_key() {
    String id = "acme." + "a".repeat(58);
    String version = "1".repeat(64);
    ExtractorDescriptor<Url> descriptor =
        ExtractorDescriptor.builder(id, Url.class).version(version).build();
    assertThatNoException()
        .isThrownBy(() -> CacheKey.of(descriptor.id() + '@' + descriptor.version(), "text"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExtractorDescriptor.builder(id + "a", Url.class).build());
    assertRefused("version of acme.url", b -> b.version(version + "1"));
  }

  @Test
  void everything_is_within_its_range() {
    assertRefused("version of acme.url", b -> b.version(""));
    assertRefused("version of acme.url", b -> b.version("1 beta"));
    assertRefused("timeout of acme.url is not above 0", b -> b.timeout(Duration.ZERO));
    assertRefused("timeout of acme.url", b -> b.timeout(Duration.ofMillis(-1)));
    assertRefused("weight of acme.url is -1.0", b -> b.weight(-1));
    assertRefused("weight of acme.url is NaN", b -> b.weight(Double.NaN));
    assertRefused("weight of acme.url", b -> b.weight(Double.POSITIVE_INFINITY));
    assertRefused("resource of acme.url is blank", b -> b.resource(" "));
    assertRefused("concurrency of acme.url is 0", b -> b.concurrency(0));
    assertRefused("retries of acme.url is -1", b -> b.retries(-1));
    assertRefused("retries of acme.url is 6", b -> b.retries(6));
    assertRefused("cannot be INLINE", b -> b.contactsNetwork(true));
    assertThatNoException()
        .isThrownBy(() -> builder().cost(Cost.IO).contactsNetwork(true).retries(5).build());
  }

  @Test
  void defaults_are_as_documented() {
    ExtractorDescriptor<Url> descriptor = builder().build();
    assertThat(descriptor.cost()).isEqualTo(Cost.INLINE);
    assertThat(descriptor.timeout()).hasMillis(500);
    assertThat(descriptor.cachePolicy()).isEqualTo(CachePolicy.NONE);
    assertThat(descriptor.resource()).isEqualTo("acme.url");
    assertThat(descriptor.weight()).isEqualTo(0.2);
    assertThat(descriptor.apiVersion()).isEqualTo(ExtractorDescriptor.API_VERSION);
    assertThat(descriptor).isEqualTo(builder().build()).hasSameHashCodeAs(builder().build());
  }

  @Test
  void another_timeout_changes_nothing_else() {
    ExtractorDescriptor<Url> descriptor =
        builder()
            .version("2")
            .description("about")
            .schema(FeatureSchema.of(Feature.flag("a", "a")))
            .cost(Cost.PAID)
            .cachePolicy(CachePolicy.of(CacheScope.HOST, Duration.ofHours(1)))
            .contactsNetwork(true)
            .priority(3)
            .weight(0.7)
            .resource("r")
            .concurrency(2)
            .retries(1)
            .settings("key")
            .build();
    ExtractorDescriptor<Url> changed = descriptor.withTimeout(Duration.ofSeconds(9));
    assertThat(changed.timeout()).hasSeconds(9);
    assertThat(changed.withTimeout(descriptor.timeout())).isEqualTo(descriptor);
  }
}
