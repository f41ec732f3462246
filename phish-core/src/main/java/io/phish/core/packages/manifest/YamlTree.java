package io.phish.core.packages.manifest;

import io.phish.core.packages.manifest.ManifestProblem.Code;
import io.phish.core.packages.manifest.NodeBuilder.StopException;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML as far as it goes. Aliases are not followed: nothing can grow. */
final class YamlTree {

  private YamlTree() {}

  static Node read(String text, ManifestLimits limits, Findings out) {
    NodeBuilder tree = new NodeBuilder(limits);
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(limits.fileSize()).setUseMarks(true).build();
    int line = 1;
    try {
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      while (events.hasNext()) {
        Event event = events.next();
        line = line(event.getStartMark(), line);
        accept(event, line, tree, out);
      }
    } catch (StopException e) {
      e.report(out);
    } catch (MarkedYamlEngineException e) {
      out.problem(Code.SYNTAX, line(e.getProblemMark(), line), "is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      out.problem(Code.SYNTAX, line, "is no YAML: " + firstLine(String.valueOf(e.getMessage())));
    }
    return tree.root();
  }

  private static void accept(Event event, int line, NodeBuilder tree, Findings out)
      throws StopException {
    switch (event.getEventId()) {
      case MappingStart -> {
        skipName(tree, line);
        tree.openMapping(line);
      }
      case SequenceStart -> {
        skipName(tree, line);
        tree.openSequence(line);
      }
      case MappingEnd, SequenceEnd -> tree.close();
      case Scalar -> scalar(((ScalarEvent) event).getValue(), line, tree);
      case Alias -> {
        String anchor = ((AliasEvent) event).getAlias().getValue();
        out.problem(Code.ALIAS, line, "alias *" + Findings.shortened(anchor) + " is not followed");
        scalar("", line, tree);
      }
      default -> {
        // Stream and document marks, and comments.
      }
    }
  }

  private static void scalar(String text, int line, NodeBuilder tree) throws StopException {
    if (tree.wantsName()) {
      tree.name(text, line);
    } else {
      tree.scalar(text, line);
    }
  }

  /**
   * A name that is a mapping or a sequence: what stands in it is read, what it names is not told.
   */
  private static void skipName(NodeBuilder tree, int line) throws StopException {
    if (tree.wantsName()) {
      throw new StopException(Code.SYNTAX, line, "has a key that is no text");
    }
  }

  private static int line(Optional<Mark> mark, int otherwise) {
    return mark.map(found -> found.getLine() + 1).orElse(otherwise);
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
