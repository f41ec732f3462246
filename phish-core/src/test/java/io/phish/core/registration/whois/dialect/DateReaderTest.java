package io.phish.core.registration.whois.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.phish.core.registration.RegistryDate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2004-03-02T01:02:03Z                | 2004-03-02T01:02:03Z",
        "2004-03-02T01:02:03.456Z            | 2004-03-02T01:02:03Z",
        "2004-03-02T23:00:00-0500            | 2004-03-02",
        "2004-03-02 01:02:03+02              | 2004-03-02",
        "2004-03-02 01:02:03 (UTC+8)         | 2004-03-02",
        "2004-03-02 01:02:03 (GMT+0:00)      | 2004-03-02T01:02:03Z",
        "2004-03-02 01:02:03                 | 2004-03-02",
        "2004-03-02 01:02:03 XYZ             | 2004-03-02",
        "2004-03-02T19:00:-0500Z             | 2004-03-02",
        "2004/03/02 (JST)                    | 2004-03-02",
        "2004. 03. 02.                       | 2004-03-02",
        "2004.03.02 13:00:00                 | 2004-03-02",
        "2004-Mar-02.                        | 2004-03-02",
        "20040302                            | 2004-03-02",
        "20040302 010203                     | 2004-03-02",
        "20040302010203                      | 2004-03-02",
        "EIC-UANIC 20040302010203            | 2004-03-02",
        "hostmaster@nic.example 20040302     | 2004-03-02",
        "2-mar-2004                          | 2004-03-02",
        "02-Mar-2004 01:02:03 UTC            | 2004-03-02T01:02:03Z",
        "2 March 2004                        | 2004-03-02",
        "Tuesday 2nd March 2004              | 2004-03-02",
        "02 de Marzo de 2004                 | 2004-03-02",
        "2 mars 2004                         | 2004-03-02",
        "02-Mar-99                           | 1999-03-02",
        "02-Mar-04                           | 2004-03-02",
        "March  2 2004                       | 2004-03-02",
        "Mar 2, 2004                         | 2004-03-02",
        "Tue Mar  2 01:02:03 GMT 2004        | 2004-03-02",
        "Tue Mar 2 2004                      | 2004-03-02",
        "2.3.2004                            | 2004-03-02",
        "02.03.2004 01:02:03                 | 2004-03-02",
        "31/12/2004                          | 2004-12-31",
        "12/31/2004                          | 2004-12-31",
        "02/02/2004                          | 2004-02-02",
        "29-Feb-2004                         | 2004-02-29"
      })
  void reads_what_can_be_read_in_one_way(String written, String date) {
    assertThat(DateReader.read(written, DateOrder.UNKNOWN)).hasToString(date);
  }

  @Test
  void keeps_the_day_of_the_registry_and_the_instant() {
    RegistryDate date = DateReader.read("2004-03-02T23:00:00-0500", DateOrder.UNKNOWN);

    assertThat(date)
        .isEqualTo(
            new RegistryDate(LocalDate.of(2004, 3, 2), Instant.parse("2004-03-03T04:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({"DAY, 2004-03-02", "MONTH, 2004-02-03"})
  void the_caller_tells_what_comes_first(DateOrder order, String date) {
    assertThat(DateReader.read("02/03/2004", order)).hasToString(date);
    assertThat(DateReader.read("02-03-2004 10:00:00", order)).hasToString(date);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02/03/2004",
        "02-03-2004",
        "before Aug-1996",
        "Before 2001",
        "30th April each year",
        "30-Feb-2004",
        "2004-13-02",
        "31/31/2004",
        "1979-01-01",
        "see at www.register.example",
        "+1.2083895740",
        "1.2.3.4",
        "",
        "99999999999999999999",
        "12:30:00"
      })
  void reads_nothing_else(String written) {
    assertThat(DateReader.read(written, DateOrder.UNKNOWN)).isNull();
  }

  @Test
  void a_date_with_a_number_over_12_tells_the_order() {
    assertThat(DateReader.orderOf("13/02/2004")).isEqualTo(DateOrder.DAY);
    assertThat(DateReader.orderOf("on 02/13/2004")).isEqualTo(DateOrder.MONTH);
    assertThat(DateReader.orderOf("02/03/2004")).isEqualTo(DateOrder.UNKNOWN);
    assertThat(DateReader.orderOf("13.02.2004")).isEqualTo(DateOrder.UNKNOWN);
  }

  @Test
  void every_day_comes_back_from_every_form() {
    List<DateTimeFormatter> forms =
        List.of(
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT),
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT),
            DateTimeFormatter.ofPattern("yyyy. MM. dd.", Locale.ROOT),
            DateTimeFormatter.ofPattern("dd-MMM-yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("MMMM d yyyy", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("d.M.yyyy", Locale.ROOT),
            DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT));
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      LocalDate day = LocalDate.of(1985, 1, 1).plusDays(random.nextInt(40_000));
      DateTimeFormatter form = forms.get(random.nextInt(forms.size()));
      RegistryDate read = DateReader.read("x " + form.format(day), DateOrder.DAY);
      assertThat(read).as(form.format(day)).isEqualTo(new RegistryDate(day, null));
    }
  }
}
