package io.phish.core.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** How a server treats a question. Called on several threads. */
@FunctionalInterface
public interface TestBehaviour {

  /** What it sends, in this order; nothing to stay silent. */
  List<TestReply> answer(TestQuery query, TestZone zone);

  /** As it should: cut to what the asker takes over UDP, with the TC bit. */
  static TestBehaviour honest() {
    return (query, zone) -> {
      Message reply = zone.answer(query.message());
      if (query.tcp()) {
        return List.of(TestReply.of(reply.toWire(65_535)));
      }
      OPTRecord opt = query.message().getOPT();
      int room = opt == null ? 512 : Math.max(512, opt.getPayloadSize());
      return List.of(TestReply.of(reply.toWire(room)));
    };
  }

  /** Never answers. */
  static TestBehaviour silent() {
    return (query, zone) -> List.of();
  }

  /** Loses a share of what comes. */
  default TestBehaviour losing(double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ReentrantLock lock = new ReentrantLock();
    return (query, zone) -> {
      lock.lock();
      try {
        if (!query.tcp() && random.nextDouble() < share) {
          return List.of();
        }
      } finally {
        lock.unlock();
      }
      return answer(query, zone);
    };
  }

  /** This for the questions that are so, the other for the rest. */
  default TestBehaviour when(Predicate<TestQuery> test, TestBehaviour otherwise) {
    return (query, zone) -> test.test(query) ? answer(query, zone) : otherwise.answer(query, zone);
  }

  /** This for the first questions, the other from then on. */
  default TestBehaviour first(int questions, TestBehaviour then) {
    return when(query -> query.number() < questions, then);
  }

  /** This over UDP only. */
  default TestBehaviour overUdp(TestBehaviour overTcp) {
    return when(query -> !query.tcp(), overTcp);
  }

  /** Answers later. */
  default TestBehaviour slow(Duration delay) {
    return (query, zone) -> answer(query, zone).stream().map(reply -> reply.after(delay)).toList();
  }

  /** Sends lies before what this sends. */
  default TestBehaviour after(TestBehaviour lies) {
    return (query, zone) -> {
      List<TestReply> replies = new ArrayList<>(lies.answer(query, zone));
      replies.addAll(answer(query, zone));
      return replies;
    };
  }

  /** Sets the TC bit over UDP and sends no records. */
  static TestBehaviour truncating() {
    return honest()
        .when(
            TestQuery::tcp,
            (query, zone) -> {
              Message reply = zone.answer(query.message());
              reply.removeAllRecords(Section.ANSWER);
              reply.getHeader().setFlag(Flags.TC);
              return List.of(TestReply.of(reply.toWire()));
            });
  }

  /** Answers nothing but a response code. */
  static TestBehaviour code(int rcode) {
    return (query, zone) -> {
      Message reply = bare(query);
      reply.getHeader().setRcode(rcode & 0xF);
      if (rcode > 0xF) {
        reply.addRecord(new OPTRecord(1232, rcode >> 4, 0), Section.ADDITIONAL);
      }
      return List.of(TestReply.of(reply.toWire()));
    };
  }

  /** Answers another id. */
  static TestBehaviour wrongId() {
    return (query, zone) -> {
      byte[] wire = poison(query, query.message().getQuestion().getName()).toWire();
      wire[0] ^= 0x55;
      return List.of(TestReply.of(wire));
    };
  }

  /** Answers another question under the same id. */
  static TestBehaviour wrongQuestion() {
    return (query, zone) ->
        List.of(TestReply.of(poison(query, Name.fromConstantString("other.example.")).toWire()));
  }

  /** Answers the question without saying which. */
  static TestBehaviour noQuestion() {
    return (query, zone) -> {
      Message reply = poison(query, query.message().getQuestion().getName());
      reply.removeAllRecords(Section.QUESTION);
      return List.of(TestReply.of(reply.toWire()));
    };
  }

  /** Answers from another port. */
  static TestBehaviour wrongSource() {
    return (query, zone) ->
        List.of(
            TestReply.of(poison(query, query.message().getQuestion().getName()).toWire())
                .fromElsewhere());
  }

  /** Adds addresses of names that nobody asked for. */
  default TestBehaviour withExtraRecords() {
    return (query, zone) ->
        answer(query, zone).stream()
            .map(
                reply -> {
                  try {
                    Message message = new Message(reply.wire());
                    message.addRecord(address("bank.example."), Section.ANSWER);
                    message.addRecord(address("bank.example."), Section.ADDITIONAL);
                    return TestReply.of(message.toWire());
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                })
            .toList();
  }

  /** The right header and question, then rubbish. */
  static TestBehaviour garbage(long seed) {
    return (query, zone) -> {
      Message reply = bare(query);
      byte[] head = reply.toWire();
      byte[] wire = Arrays.copyOf(head, head.length + 40);
      SplittableRandom random = new SplittableRandom(seed + query.number());
      byte[] rubbish = new byte[40];
      random.nextBytes(rubbish);
      System.arraycopy(rubbish, 0, wire, head.length, rubbish.length);
      wire[7] = 3; // says that there are three records
      return List.of(TestReply.of(wire));
    };
  }

  /** Lower-cases the question, as a server that does not copy it may. */
  static TestBehaviour lowerCasing() {
    return (query, zone) ->
        honest().answer(query, zone).stream()
            .map(
                reply -> {
                  byte[] wire = reply.wire().clone();
                  for (int i = Header.LENGTH; i < query.wire().length && wire[i] != 0; i++) {
                    wire[i] += wire[i] >= 'A' && wire[i] <= 'Z' ? (byte) 32 : 0;
                  }
                  return TestReply.of(wire);
                })
            .toList();
  }

  /** Answers those alone that send back the cookie they were given (RFC 7873, section 5.2). */
  static TestBehaviour demandingCookies(byte[] serverCookie) {
    return (query, zone) -> {
      OPTRecord opt = query.message().getOPT();
      CookieOption sent = opt == null ? null : cookie(opt);
      if (sent == null) {
        return code(Rcode.REFUSED).answer(query, zone);
      }
      boolean known =
          sent.getServerCookie().map(theirs -> Arrays.equals(theirs, serverCookie)).orElse(false);
      Message reply = known ? zone.answer(query.message()) : bare(query);
      reply.removeAllRecords(Section.ADDITIONAL);
      int badCookie = 23;
      if (!known) {
        reply.getHeader().setRcode(badCookie & 0xF);
      }
      reply.addRecord(
          new OPTRecord(
              1232,
              known ? 0 : badCookie >> 4,
              0,
              0,
              new CookieOption(sent.getClientCookie(), serverCookie)),
          Section.ADDITIONAL);
      return List.of(TestReply.of(reply.toWire()));
    };
  }

  /** Sends a wrong answer with a cookie that is not the asker's. */
  static TestBehaviour foreignCookie() {
    return (query, zone) -> {
      Message reply = poison(query, query.message().getQuestion().getName());
      reply.addRecord(
          new OPTRecord(1232, 0, 0, 0, new CookieOption(new byte[8], new byte[8])),
          Section.ADDITIONAL);
      return List.of(TestReply.of(reply.toWire()));
    };
  }

  private static @Nullable CookieOption cookie(OPTRecord opt) {
    return opt.getOptions().stream()
        .filter(CookieOption.class::isInstance)
        .map(CookieOption.class::cast)
        .findFirst()
        .orElse(null);
  }

  /** What this sends over TCP, in drips. */
  default TestBehaviour dripping(int octets, Duration pause) {
    return (query, zone) ->
        answer(query, zone).stream()
            .map(reply -> query.tcp() ? reply.dripping(octets, pause) : reply)
            .toList();
  }

  /** Closes a TCP connection behind each reply. */
  default TestBehaviour closing() {
    return (query, zone) -> answer(query, zone).stream().map(TestReply::thenClose).toList();
  }

  /** The header and the question of a reply. */
  static Message bare(TestQuery query) {
    Message reply = new Message(query.message().getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    Record question = query.message().getQuestion();
    if (question != null) {
      reply.addRecord(question, Section.QUESTION);
    } else {
      reply.getHeader().setRcode(Rcode.FORMERR);
    }
    return reply;
  }

  private static Message poison(TestQuery query, Name name) {
    Message reply = new Message(query.message().getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    Record question = query.message().getQuestion();
    reply.addRecord(
        Record.newRecord(name, question.getType(), question.getDClass()), Section.QUESTION);
    reply.addRecord(address(name.toString()), Section.ANSWER);
    return reply;
  }

  private static ARecord address(String name) {
    try {
      return new ARecord(
          Name.fromConstantString(name), DClass.IN, 3_600, InetAddress.getByName("203.0.113.66"));
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }
}
