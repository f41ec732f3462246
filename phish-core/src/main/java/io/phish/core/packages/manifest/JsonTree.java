package io.phish.core.packages.manifest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.phish.core.packages.manifest.ManifestProblem.Code;
import io.phish.core.packages.manifest.NodeBuilder.StopException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads JSON as far as it goes. */
final class JsonTree {
  private static final int MAX_STRING = 1 << 20;
  private static final int MAX_NAME = 50_000;

  private JsonTree() {}

  static Node read(String text, ManifestLimits limits, Findings out) {
    NodeBuilder tree = new NodeBuilder(limits);
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    // The builder stops before and says so better.
                    .maxNestingDepth(limits.depth() + 1)
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_NAME)
                    .build())
            .build();
    try (JsonParser json = factory.createParser(text)) {
      try {
        read(json, tree);
      } catch (StopException e) {
        e.report(out);
      } catch (StreamConstraintsException e) {
        out.problem(Code.TOO_LARGE, line(e, json), e.getOriginalMessage());
      } catch (JacksonException e) {
        out.problem(Code.SYNTAX, line(e, json), "is no JSON: " + firstLine(e.getOriginalMessage()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string has been read
    }
    return tree.root();
  }

  private static void read(JsonParser json, NodeBuilder tree) throws IOException, StopException {
    int depth = 0;
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      int line = json.currentTokenLocation().getLineNr();
      switch (token) {
        case START_OBJECT -> {
          tree.openMapping(line);
          depth++;
        }
        case START_ARRAY -> {
          tree.openSequence(line);
          depth++;
        }
        case END_OBJECT, END_ARRAY -> {
          tree.close();
          depth--;
        }
        case FIELD_NAME -> tree.name(json.currentName(), line);
        case VALUE_NULL -> tree.scalar(null, line);
        default -> tree.scalar(json.getText(), line);
      }
      if (depth == 0) {
        break;
      }
    }
    if (json.currentToken() == null) {
      throw new StopException(Code.SYNTAX, 1, "is empty");
    }
    if (json.nextToken() != null) {
      throw new StopException(
          Code.SYNTAX, json.currentTokenLocation().getLineNr(), "goes on behind its end");
    }
  }

  private static int line(JacksonException e, JsonParser json) {
    JsonLocation location = e.getLocation();
    return Math.max(
        1, location == null ? json.currentLocation().getLineNr() : location.getLineNr());
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
