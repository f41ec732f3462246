package io.phish.core.name.permutation;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs one step of one rule after the other, when what the last one gave is used up. */
final class PermutationIterator implements Iterator<Permutation> {
  private final PermutationOptions options;
  private final Iterator<Task> tasks;
  private final Collector collector;
  private Iterator<Step> steps = Collections.emptyIterator();
  private @Nullable Permutation next;

  private record Task(Split split, PermutationRule rule) {}

  PermutationIterator(DomainName name, List<Split> splits, PermutationOptions options) {
    this.options = options;
    tasks =
        splits.stream()
            .flatMap(
                split ->
                    Arrays.stream(PermutationRule.values())
                        .filter(options.rules()::contains)
                        .map(rule -> new Task(split, rule)))
            .iterator();
    collector =
        new Collector(
            name,
            Stream.of(options.words(), options.suffixes())
                .allMatch(texts -> texts.stream().allMatch(DomainName::isPlain)));
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Permutation next() {
    Permutation result = next;
    if (result == null) {
      throw new NoSuchElementException();
    }
    advance();
    return result;
  }

  private void advance() {
    next = collector.poll();
    while (next == null && (steps.hasNext() || tasks.hasNext())) {
      if (steps.hasNext()) {
        steps.next().run(collector);
        next = collector.poll();
      } else {
        Task task = tasks.next();
        collector.begin(task.split, task.rule);
        steps = steps(task.split, task.rule);
      }
    }
  }

  private Iterator<Step> steps(Split split, PermutationRule rule) {
    return switch (rule) {
      case ADDITION -> edits(split, LabelRules::addition);
      case BITSQUATTING -> edits(split, LabelRules::bitsquatting);
      case CYRILLIC -> edits(split, LabelRules::cyrillic);
      case HOMOGLYPH -> new HomoglyphSteps(split.points());
      case HYPHENATION -> edits(split, LabelRules::hyphenation);
      case INSERTION -> edits(split, LabelRules::insertion);
      case OMISSION -> edits(split, LabelRules::omission);
      case PLURAL -> edits(split, LabelRules::plural);
      case REPETITION -> edits(split, LabelRules::repetition);
      case REPLACEMENT -> edits(split, LabelRules::replacement);
      case SUBDOMAIN -> edits(split, LabelRules::subdomain);
      case TRANSPOSITION -> edits(split, LabelRules::transposition);
      case VOWEL_SWAP -> edits(split, LabelRules::vowelSwap);
      case CONFUSABLE -> edits(split, LabelRules::confusable);
      case SINGLE_EDIT -> edits(split, LabelRules::singleEdit);
      case DICTIONARY ->
          options.words().stream()
              .map(word -> (Step) sink -> NameRules.dictionary(split, word, sink))
              .iterator();
      case TLD_SWAP ->
          options.suffixes().stream()
              .map(suffix -> (Step) sink -> NameRules.tldSwap(split, suffix, sink))
              .iterator();
      case VARIOUS -> one(sink -> NameRules.various(split, sink));
      case NUMERAL -> one(sink -> NameRules.numeral(split, sink));
      case WORD_ORDER -> one(sink -> NameRules.wordOrder(split, sink));
    };
  }

  private static Iterator<Step> edits(Split split, Consumer<Edit> rule) {
    return one(sink -> rule.accept(new Edit(split.points(), sink)));
  }

  private static Iterator<Step> one(Step step) {
    return List.of(step).iterator();
  }
}
