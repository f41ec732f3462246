package io.phish.examples.cli;

import org.xbill.DNS.Type;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code A}, {@code mx}, {@code TYPE65}: the code of a type of record. */
final class DnsTypeConverter implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String name) {
    int code = Type.value(name.strip(), true);
    if (code <= 0 || Type.ANY == code || Type.AXFR == code || Type.IXFR == code) {
      throw new TypeConversionException(
          "'" + name + "' is no type of record; write A, MX, TXT or the like");
    }
    return code;
  }
}
