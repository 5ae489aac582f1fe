package dev.ansatz.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SafetensorsProperties {
  static byte[] bytes(Safetensors file) {
    var out = new ByteArrayOutputStream();
    try {
      file.writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /** Tensors of all types and of up to three indices, some empty, whose bits are random: NaNs of any payload and infinities among them. */
  private static Safetensors random(Random random) {
    var tensors = new LinkedHashMap<String, Tensor>();
    int count = random.nextInt(6);
    for (int k = 0; k < count; k++) {
      var shape = new ArrayList<Integer>();
      int indices = random.nextInt(4);
      for (int i = 0; i < indices; i++) {
        shape.add(random.nextInt(random.nextInt(20) == 0 ? 40 : 5));
      }
      int size = (int) Tensor.elements(shape);
      tensors.put(name(random), switch (random.nextInt(3)) {
        case 0 -> new Tensor.F64(shape, random.longs(size).mapToDouble(bits ->
            Double.longBitsToDouble(random.nextInt(4) == 0 ? bits | 0x7ff0000000000000L : bits)).toArray());
        case 1 -> {
          float[] values = new float[size];
          for (int i = 0; i < size; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt() | (random.nextInt(4) == 0 ? 0x7f800000 : 0));
          }
          yield new Tensor.F32(shape, values);
        }
        default -> new Tensor.I64(shape, random.longs(size).toArray());
      });
    }
    var metadata = new LinkedHashMap<String, String>();
    for (int k = random.nextInt(3); k > 0; k--) {
      metadata.put(name(random), name(random));
    }
    return new Safetensors(tensors, metadata);
  }

  /** Any characters, quotes, controls and lone surrogates among them. */
  private static String name(Random random) {
    var name = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      name.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(1 << 16)));
    }
    return name.toString();
  }

  private static long[] bits(Tensor tensor) {
    return switch (tensor) {
      case Tensor.F64 t -> java.util.Arrays.stream(t.values()).mapToLong(Double::doubleToRawLongBits).toArray();
      case Tensor.I64 t -> t.values();
      case Tensor.F32 t -> {
        long[] bits = new long[t.size()];
        for (int i = 0; i < bits.length; i++) {
          bits[i] = Float.floatToRawIntBits(t.values()[i]);
        }
        yield bits;
      }
    };
  }

  private static void assertSame(Safetensors read, Safetensors written) {
    assertThat(read.metadata()).isEqualTo(written.metadata());
    assertThat(new ArrayList<>(read.tensors().keySet())).isEqualTo(new ArrayList<>(written.tensors().keySet()));
    written.tensors().forEach((name, tensor) -> {
      assertThat(read.tensors().get(name)).hasSameClassAs(tensor);
      assertThat(read.tensors().get(name).shape()).isEqualTo(tensor.shape());
      assertThat(bits(read.tensors().get(name))).isEqualTo(bits(tensor));
    });
  }

  @Property(seed = "1", tries = 500)
  void whatIsWrittenIsReadBackToTheBit(@ForAll long seed) throws IOException {
    Safetensors file = random(new Random(seed));
    byte[] bytes = bytes(file);
    assertSame(Safetensors.parse(bytes), file);
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
  }

  /** A file cut off anywhere is refused. */
  @Property(seed = "2", tries = 300)
  void everyTruncationIsTold(@ForAll long seed) {
    var random = new Random(seed);
    byte[] bytes = bytes(random(random));
    byte[] cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
    assertThat(fault(cut)).startsWith("truncated");
  }

  /** Bytes changed, inserted or removed: the file is read, or refused in words; nothing else is thrown. */
  @Property(seed = "3", tries = 5000)
  void damagedFilesAreReadOrRefused(@ForAll long seed) {
    var random = new Random(seed);
    var bytes = new ArrayList<Byte>();
    for (byte b : bytes(random(random))) {
      bytes.add(b);
    }
    for (int k = random.nextInt(4); k >= 0; k--) {
      int at = random.nextInt(Math.min(bytes.size(), random.nextBoolean() ? 12 : Integer.MAX_VALUE));
      byte value = (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:0189-e.\\u tF".charAt(random.nextInt(19)));
      switch (random.nextInt(3)) {
        case 0 -> bytes.set(at, value);
        case 1 -> bytes.add(at, value);
        default -> bytes.remove(at);
      }
    }
    byte[] damaged = new byte[bytes.size()];
    for (int i = 0; i < damaged.length; i++) {
      damaged[i] = bytes.get(i);
    }
    readOrFault(damaged);
  }

  /** Headers made of the format's own words in any order. */
  @Property(seed = "4", tries = 5000)
  void anyHeaderIsReadOrRefused(@ForAll long seed) {
    var random = new Random(seed);
    String[] words = {"{", "}", "[", "]", ":", ",", "\"a\"", "\"b\"", "\"dtype\"", "\"shape\"", "\"data_offsets\"", "\"F64\"", "\"I64\"",
        "0", "1", "8", "-1", "9223372036854775807", "99999999999999999999", "1e3", "0.5", "null", "\"__metadata__\"", "true",
        "\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}", "\"b\":{\"dtype\":\"F32\",\"shape\":[", "],\"data_offsets\":[8,"};
    var header = new StringBuilder(random.nextInt(5) == 0 ? "" : "{");
    for (int k = random.nextInt(24); k > 0; k--) {
      header.append(words[random.nextInt(words.length)]);
    }
    header.append(random.nextInt(5) == 0 ? "" : "}");
    readOrFault(file(header.toString(), random.nextInt(24)));
  }

  @Property(seed = "5", tries = 1000)
  void randomBytesAreRefused(@ForAll byte[] bytes) {
    readOrFault(bytes);
  }

  static byte[] file(String header, int data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array();
  }

  private static void readOrFault(byte[] bytes) {
    try {
      Safetensors read = Safetensors.parse(bytes);
      assertSame(Safetensors.parse(bytes(read)), read);
    } catch (MalformedFileException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static String fault(byte[] bytes) {
    try {
      return "none: " + Safetensors.parse(bytes);
    } catch (MalformedFileException e) {
      return e.getMessage();
    }
  }

  static Safetensors of(String name, Tensor tensor) {
    return new Safetensors(Collections.singletonMap(name, tensor), Map.of());
  }
}
