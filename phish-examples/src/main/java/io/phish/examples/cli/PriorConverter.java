package io.phish.examples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share of phishing, as {@link io.phish.DetectorBuilder#priorPhishingRate} takes it. */
final class PriorConverter implements ITypeConverter<Double> {
  static final String DESCRIPTION =
      "The share of phishing among what is asked about, from 0.000001 to 0.999999: 0.001 for one in"
          + " a thousand. The built-in models hold for 0.1; the rarer, the more an alarm takes.";

  @Override
  public Double convert(String text) {
    try {
      double rate = Double.parseDouble(text);
      if (rate >= 0.000001 && rate <= 0.999999) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // Refused below, with what is out of range.
    }
    throw new TypeConversionException("'" + text + "' is no share from 0.000001 to 0.999999");
  }
}
