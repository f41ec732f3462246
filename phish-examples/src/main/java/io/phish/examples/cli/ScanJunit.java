package io.phish.examples.cli;

import io.phish.core.packages.manifest.ManifestProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** What a scan found, as JUnit XML: a suite a file, a case a dependency, an error a problem. */
final class ScanJunit {
  private final XMLStreamWriter xml;

  private ScanJunit(XMLStreamWriter xml) {
    this.xml = xml;
  }

  private record Suite(List<ScanEntry> entries, List<ManifestProblem> problems) {

    long failures() {
      return entries.stream().filter(ScanEntry::fails).count();
    }

    long skipped() {
      return entries.stream().filter(entry -> isSkipped(entry)).count();
    }
  }

  static void write(ScanResult result, OutputStream out) throws IOException {
    Map<String, Suite> suites = new LinkedHashMap<>();
    for (ScanEntry entry : result.entries()) {
      suite(suites, entry.dependency().file()).entries().add(entry);
    }
    for (ManifestProblem problem : result.problems()) {
      suite(suites, problem.file()).problems().add(problem);
    }
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
      new ScanJunit(xml).write(suites);
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static Suite suite(Map<String, Suite> suites, String file) {
    return suites.computeIfAbsent(file, name -> new Suite(new ArrayList<>(), new ArrayList<>()));
  }

  private void write(Map<String, Suite> suites) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    attribute("name", "phish");
    for (Map.Entry<String, Suite> named : suites.entrySet()) {
      Suite suite = named.getValue();
      xml.writeStartElement("testsuite");
      attribute("name", named.getKey());
      attribute("tests", "" + (suite.entries().size() + suite.problems().size()));
      attribute("failures", "" + suite.failures());
      attribute("errors", "" + suite.problems().size());
      attribute("skipped", "" + suite.skipped());
      attribute("time", "0");
      for (ScanEntry entry : suite.entries()) {
        write(entry);
      }
      for (ManifestProblem problem : suite.problems()) {
        testcase(problem.code().id(), problem.file());
        detail("error", problem.code().id(), problem.toString());
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void write(ScanEntry entry) throws XMLStreamException {
    testcase(entry.dependency().id().toString(), entry.dependency().file());
    IgnoreFile.Rule ignored = entry.ignored();
    if (entry.fails()) {
      detail("failure", entry.rule(), entry.place() + ": " + entry.message());
    } else if (isSkipped(entry)) {
      xml.writeEmptyElement("skipped");
      attribute("message", ignored == null ? entry.message() : "ignored: " + ignored.reason());
    }
    xml.writeEndElement();
  }

  /** What nobody knows has not passed. */
  private static boolean isSkipped(ScanEntry entry) {
    boolean unknown = entry.rule().equals("unknown") || entry.rule().equals("local");
    return !entry.fails() && (unknown || (entry.ignored() != null && entry.isFinding()));
  }

  private void testcase(String name, String file) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("name", name);
    attribute("classname", file);
    attribute("time", "0");
  }

  private void detail(String element, String type, String message) throws XMLStreamException {
    xml.writeStartElement(element);
    attribute("type", type);
    attribute("message", message);
    xml.writeCharacters(SafeText.escape(message));
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, SafeText.escape(value));
  }
}
