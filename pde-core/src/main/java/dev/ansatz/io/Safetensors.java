package dev.ansatz.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named tensors and a map of strings in one file of the safetensors format.
 *
 * <p>A file is the length of the header (8 bytes, little-endian), the header, and the data. The header is a JSON object that gives each
 * tensor's {@code dtype}, {@code shape} and {@code data_offsets} within the data, and the strings under {@code __metadata__}. The data
 * have no gaps and no overlaps. Numbers keep their bits, those of a NaN too. Of the types F64, F32 and I64 are read; others are refused
 * by name. A tensor has at most 2³¹ − 9 numbers, the header at most {@value #MOST_HEADER_BYTES} bytes. Reading and writing take time and
 * memory proportional to the file; nothing is allocated for sizes that a file claims and does not have.
 *
 * <p>Source: the format as described at <a href="https://huggingface.co/docs/safetensors">huggingface.co/docs/safetensors</a>.
 *
 * @param tensors by name, in the order of the header
 * @param metadata strings by name
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final int MOST_HEADER_BYTES = 100_000_000;
  /** The longest array that every Java virtual machine can make. */
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;
  private static final int PIECE_BYTES = 1 << 16;
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
      .build();

  private enum Type {
    F64(8), I64(8), F32(4);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    static Type of(Tensor tensor) {
      return switch (tensor) {
        case Tensor.F64 _ -> F64;
        case Tensor.I64 _ -> I64;
        case Tensor.F32 _ -> F32;
      };
    }
  }

  /** Where the header says that a tensor is. */
  private record Entry(String name, Type type, List<Integer> shape, long begin, long end) {}

  /**
   * @throws IllegalArgumentException if a tensor is named {@code __metadata__}
   */
  public Safetensors {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("no tensor can be named " + METADATA);
    }
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Reads a file.
   *
   * @throws MalformedFileException if it is not of this format, is cut off, or contradicts itself
   */
  public static Safetensors read(Path file) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, Files.size(file));
    }
  }

  /**
   * Reads the bytes of a file.
   *
   * @throws MalformedFileException as {@link #read(Path)}
   */
  public static Safetensors parse(byte[] bytes) throws MalformedFileException {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length);
    } catch (MalformedFileException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Safetensors read(InputStream in, long size) throws IOException {
    byte[] prefix = in.readNBytes(Long.BYTES);
    if (prefix.length < Long.BYTES) {
      throw new MalformedFileException("truncated: " + prefix.length + " bytes, where the length of the header alone takes " + Long.BYTES);
    }
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > MOST_HEADER_BYTES) {
      throw new MalformedFileException("too big: a header of " + Long.toUnsignedString(length) + " bytes is more than the "
          + MOST_HEADER_BYTES + " that the format allows; this is no safetensors file, or its first bytes are damaged");
    }
    long data = size - Long.BYTES - length;
    byte[] header = data < 0 ? new byte[0] : in.readNBytes((int) length);
    if (header.length < length) {
      throw new MalformedFileException("truncated: the header should have " + length + " bytes, and "
          + Math.max(size - Long.BYTES, 0) + " are there");
    }
    var faults = new ArrayList<String>();
    var metadata = new LinkedHashMap<String, String>();
    List<Entry> entries = entries(json(header), metadata, faults);
    if (faults.isEmpty()) {
      checkLayout(entries, data, faults);
    }
    if (!faults.isEmpty()) {
      throw new MalformedFileException(faults);
    }
    var found = new HashMap<String, Tensor>();
    for (Entry entry : byPlace(entries)) {
      found.put(entry.name, values(in, entry));
    }
    var tensors = new LinkedHashMap<String, Tensor>();
    entries.forEach(entry -> tensors.put(entry.name, found.get(entry.name)));
    return new Safetensors(tensors, metadata);
  }

  private static JsonNode json(byte[] header) throws MalformedFileException {
    try {
      // Jackson would take UTF-16 too, if given the bytes
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
      JsonNode node = JSON.readTree(text);
      if (!node.isObject()) {
        throw new MalformedFileException("bad header: it must be a JSON object");
      }
      return node;
    } catch (CharacterCodingException _) {
      throw new MalformedFileException("bad header: it is not UTF-8");
    } catch (JsonProcessingException e) {
      throw new MalformedFileException("bad header: not JSON: " + e.getOriginalMessage());
    }
  }

  private static List<Entry> entries(JsonNode header, Map<String, String> metadata, List<String> faults) {
    var entries = new ArrayList<Entry>();
    header.properties().forEach(property -> {
      if (property.getKey().equals(METADATA)) {
        metadata(property.getValue(), metadata, faults);
      } else {
        int before = faults.size();
        Entry entry = entry(property.getKey(), property.getValue(), faults);
        if (faults.size() == before) {
          entries.add(entry);
        }
      }
    });
    return entries;
  }

  private static void metadata(JsonNode node, Map<String, String> metadata, List<String> faults) {
    if (!node.isObject()) {
      faults.add("bad header: " + METADATA + " must be an object of strings");
    }
    node.properties().forEach(property -> {
      if (property.getValue().isTextual()) {
        metadata.put(property.getKey(), property.getValue().textValue());
      } else {
        faults.add("bad header: '" + property.getKey() + "' in " + METADATA + " must be a string");
      }
    });
  }

  private static Entry entry(String name, JsonNode node, List<String> faults) {
    String bad = "bad header: tensor '" + name + "' ";
    node.properties().stream().map(Map.Entry::getKey).filter(key -> !List.of("dtype", "shape", "data_offsets").contains(key))
        .forEach(key -> faults.add(bad + "has the unknown key '" + key + "'"));
    Type type = null;
    for (Type candidate : Type.values()) {
      if (node.path("dtype").isTextual() && node.path("dtype").textValue().equals(candidate.name())) {
        type = candidate;
      }
    }
    if (type == null) {
      faults.add(bad + "has the type " + (node.has("dtype") ? node.get("dtype") : "none") + "; F64, F32 and I64 can be read");
    }
    var shape = new ArrayList<Integer>();
    boolean whole = node.path("shape").isArray();
    for (JsonNode length : node.path("shape")) {
      whole &= length.isIntegralNumber() && length.canConvertToInt() && length.intValue() >= 0;
      shape.add(length.asInt());
    }
    if (!whole) {
      faults.add(bad + "has no shape, which is a list of whole numbers from 0 to " + Integer.MAX_VALUE);
    }
    JsonNode offsets = node.path("data_offsets");
    boolean placed = offsets.isArray() && offsets.size() == 2;
    for (JsonNode offset : offsets) {
      placed &= offset.isIntegralNumber() && offset.canConvertToLong() && offset.longValue() >= 0;
    }
    if (!placed) {
      faults.add(bad + "has no data_offsets, which are the first byte and the one after the last");
    }
    if (type == null || !whole || !placed) {
      return null;
    }
    var entry = new Entry(name, type, shape, offsets.get(0).longValue(), offsets.get(1).longValue());
    long elements = Tensor.elements(shape);
    if (elements > MOST_ELEMENTS) {
      faults.add("too big: tensor '" + name + "' of the shape " + shape + "; at most " + MOST_ELEMENTS + " numbers can be read");
    } else if (entry.end - entry.begin != elements * type.bytes) {
      faults.add(bad + "of the shape " + shape + " takes " + elements * type.bytes + " bytes, and its data_offsets are ["
          + entry.begin + ", " + entry.end + "]");
    }
    return entry;
  }

  private static List<Entry> byPlace(List<Entry> entries) {
    return entries.stream().sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)).toList();
  }

  private static void checkLayout(List<Entry> entries, long data, List<String> faults) {
    long position = 0;
    String before = null;
    for (Entry entry : byPlace(entries)) {
      if (entry.begin < position) {
        faults.add("overlap: tensor '" + entry.name + "' begins at byte " + entry.begin + " of the data, where '" + before + "' ends at "
            + position);
      } else if (entry.begin > position) {
        faults.add("gap: no tensor has the bytes " + position + " to " + entry.begin + " of the data, before '" + entry.name + "'");
      }
      if (entry.end >= position) {
        position = entry.end;
        before = entry.name;
      }
    }
    if (position > data) {
      faults.add("truncated: the tensors take " + position + " bytes of data, and " + data + " are there");
    } else if (position < data) {
      faults.add("too long: " + (data - position) + " bytes after the last tensor belong to none");
    }
  }

  private static Tensor values(InputStream in, Entry entry) throws IOException {
    int count = (int) ((entry.end - entry.begin) / entry.type.bytes);
    return switch (entry.type) {
      case F64 -> {
        double[] values = new double[count];
        pieces(in, entry, (piece, from, n) -> piece.asDoubleBuffer().get(values, from, n));
        yield new Tensor.F64(entry.shape, values);
      }
      case F32 -> {
        float[] values = new float[count];
        pieces(in, entry, (piece, from, n) -> piece.asFloatBuffer().get(values, from, n));
        yield new Tensor.F32(entry.shape, values);
      }
      case I64 -> {
        long[] values = new long[count];
        pieces(in, entry, (piece, from, n) -> piece.asLongBuffer().get(values, from, n));
        yield new Tensor.I64(entry.shape, values);
      }
    };
  }

  /** Moves {@code n} numbers, the first of which is number {@code from} of the tensor, between an array and bytes. */
  private interface Piece {
    void move(ByteBuffer piece, int from, int n);
  }

  private static void pieces(InputStream in, Entry entry, Piece piece) throws IOException {
    byte[] bytes = new byte[PIECE_BYTES];
    long left = entry.end - entry.begin;
    for (int from = 0; left > 0; ) {
      int length = (int) Math.min(left, PIECE_BYTES);
      if (in.readNBytes(bytes, 0, length) < length) {
        throw new MalformedFileException("truncated while it was read, in tensor '" + entry.name + "'");
      }
      piece.move(ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN), from, length / entry.type.bytes);
      from += length / entry.type.bytes;
      left -= length;
    }
  }

  /** Writes the file, which appears whole or not at all: after a crash at any moment the old one is there, or the new one. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, this::writeTo);
  }

  /** Writes the bytes of the file; types of 8 bytes come first, so that every tensor is aligned. */
  public void writeTo(OutputStream out) throws IOException {
    var header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      var strings = header.putObject(METADATA);
      metadata.forEach(strings::put);
    }
    var order = tensors.entrySet().stream().sorted(Comparator.comparing(e -> -Type.of(e.getValue()).bytes)).toList();
    var begins = new HashMap<String, Long>();
    long position = 0;
    for (var named : order) {
      begins.put(named.getKey(), position);
      position += (long) named.getValue().size() * Type.of(named.getValue()).bytes;
    }
    tensors.forEach((name, tensor) -> {
      var entry = header.putObject(name).put("dtype", Type.of(tensor).name());
      var shape = entry.putArray("shape");
      tensor.shape().forEach(shape::add);
      long begin = begins.get(name);
      entry.putArray("data_offsets").add(begin).add(begin + (long) tensor.size() * Type.of(tensor).bytes);
    });
    byte[] json = JSON.writeValueAsBytes(header);
    int padding = -json.length & 7;
    out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length + padding).array());
    out.write(json);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (var named : order) {
      Tensor tensor = named.getValue();
      pieces(out, tensor.size(), Type.of(tensor).bytes, switch (tensor) {
        case Tensor.F64 t -> (piece, from, n) -> piece.asDoubleBuffer().put(t.values(), from, n);
        case Tensor.F32 t -> (piece, from, n) -> piece.asFloatBuffer().put(t.values(), from, n);
        case Tensor.I64 t -> (piece, from, n) -> piece.asLongBuffer().put(t.values(), from, n);
      });
    }
  }

  private static void pieces(OutputStream out, int size, int bytes, Piece piece) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int most = PIECE_BYTES / bytes;
    for (int from = 0; from < size; from += most) {
      int n = Math.min(most, size - from);
      piece.move(buffer, from, n);
      out.write(buffer.array(), 0, n * bytes);
    }
  }
}
