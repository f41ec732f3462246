package io.phish.core.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes ONNX files, in protocol buffers by hand; the numbers of fields are those of onnx.proto.
 */
final class OnnxFile {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int DOUBLE = 11;

  private final Message graph = new Message();

  /** A tensor that is fed; a dimension of -1 is open. */
  OnnxFile input(String name, int type, long... shape) {
    graph.message(11, value -> tensorType(value.text(1, name), type, shape));
    return this;
  }

  /** A tensor that comes out. */
  OnnxFile output(String name, int type, long... shape) {
    graph.message(12, value -> tensorType(value.text(1, name), type, shape));
    return this;
  }

  /** A list of maps from a label to its probability. */
  OnnxFile outputMaps(String name) {
    graph.message(
        12,
        value ->
            value
                .text(1, name)
                .message(
                    2,
                    type ->
                        type.message(
                            4,
                            sequence ->
                                sequence.message(
                                    1,
                                    element ->
                                        element.message(
                                            5,
                                            map ->
                                                map.number(1, INT64)
                                                    .message(2, OnnxFile::plainFloat))))));
    return this;
  }

  private static void plainFloat(Message type) {
    type.message(1, tensor -> tensor.number(1, FLOAT).message(2, shape -> {}));
  }

  private static void tensorType(Message value, int type, long... shape) {
    value.message(
        2,
        outer ->
            outer.message(
                1,
                tensor ->
                    tensor
                        .number(1, type)
                        .message(
                            2,
                            sizes -> {
                              for (long size : shape) {
                                sizes.message(
                                    1,
                                    one -> {
                                      if (size >= 0) {
                                        one.number(1, size);
                                      } else {
                                        one.text(2, "N");
                                      }
                                    });
                              }
                            })));
  }

  /** A constant matrix or vector. */
  OnnxFile constant(String name, float[] values, long... shape) {
    graph.message(
        5,
        tensor -> {
          for (long size : shape) {
            tensor.number(1, size);
          }
          tensor.number(2, FLOAT).text(8, name).bytes(9, floats(values));
        });
    return this;
  }

  /** A constant list of numbers. */
  OnnxFile constant(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      raw.putLong(value);
    }
    graph.message(
        5,
        tensor ->
            tensor.number(1, values.length).number(2, INT64).text(8, name).bytes(9, raw.array()));
    return this;
  }

  /** An operation; names of {@code ai.onnx.ml} are given with a point before. */
  OnnxFile node(String operation, List<String> in, List<String> out, Attribute... attributes) {
    graph.message(
        1,
        node -> {
          in.forEach(name -> node.text(1, name));
          out.forEach(name -> node.text(2, name));
          node.text(4, operation.replace(".", ""));
          for (Attribute attribute : attributes) {
            node.message(5, attribute);
          }
          node.text(7, operation.startsWith(".") ? "ai.onnx.ml" : "");
        });
    return this;
  }

  byte[] bytes() {
    graph.text(2, "test");
    Message model = new Message();
    model.number(1, 8).bytes(7, graph.bytes.toByteArray());
    model.message(8, opset -> opset.text(1, "").number(2, 13));
    model.message(8, opset -> opset.text(1, "ai.onnx.ml").number(2, 3));
    return model.bytes.toByteArray();
  }

  /** A named setting of an operation. */
  @FunctionalInterface
  interface Attribute extends Consumer<Message> {
    static Attribute of(String name, float value) {
      return message ->
          message.text(1, name).tag(2, 5).raw(floats(new float[] {value})).number(20, 1);
    }

    static Attribute of(String name, long value) {
      return message -> message.text(1, name).number(3, value).number(20, 2);
    }

    static Attribute of(String name, String value) {
      return message -> message.text(1, name).text(4, value).number(20, 3);
    }

    static Attribute of(String name, float... values) {
      return message -> message.text(1, name).bytes(7, floats(values)).number(20, 6);
    }

    static Attribute of(String name, long... values) {
      return message -> {
        message.text(1, name);
        for (long value : values) {
          message.number(8, value);
        }
        message.number(20, 7);
      };
    }

    static Attribute of(String name, List<String> values) {
      return message -> {
        message.text(1, name);
        values.forEach(value -> message.text(9, value));
        message.number(20, 8);
      };
    }
  }

  private static byte[] floats(float... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return raw.array();
  }

  /** Fields one after the other. */
  static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      return tag(field, 0).varint(value);
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message bytes(int field, byte[] value) {
      return tag(field, 2).varint(value.length).raw(value);
    }

    Message message(int field, Consumer<Message> content) {
      Message inner = new Message();
      content.accept(inner);
      return bytes(field, inner.bytes.toByteArray());
    }

    private Message tag(int field, int wireType) {
      return varint((long) field << 3 | wireType);
    }

    private Message raw(byte[] value) {
      bytes.writeBytes(value);
      return this;
    }

    private Message varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        bytes.write((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      bytes.write((int) rest);
      return this;
    }
  }
}
