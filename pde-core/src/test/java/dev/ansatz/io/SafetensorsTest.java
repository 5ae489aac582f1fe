package dev.ansatz.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  /** By hand from the description of the format, a tensor of two singles. */
  @Test
  void readsAFileMadeByHand() throws Exception {
    String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},\"__metadata__\":{\"by\":\"hand\"}}  ";
    byte[] bytes = SafetensorsProperties.file(header, 8);
    HexFormat hex = HexFormat.of();
    System.arraycopy(hex.parseHex("0000803f000020c0"), 0, bytes, bytes.length - 8, 8);
    Safetensors read = Safetensors.parse(bytes);
    assertThat(read.metadata()).isEqualTo(Map.of("by", "hand"));
    assertThat(read.tensors().get("x").shape()).containsExactly(1, 2);
    assertThat(((Tensor.F32) read.tensors().get("x")).values()).containsExactly(1f, -2.5f);
  }

  @Test
  void writesWhatTheDescriptionSays() {
    byte[] bytes = SafetensorsProperties.bytes(SafetensorsProperties.of("n", Tensor.of(-2L)));
    String header = "{\"n\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}";
    assertThat(bytes[0]).isEqualTo((byte) (header.length() + 7 & ~7));
    assertThat(new String(bytes, 8, bytes.length - 16, StandardCharsets.UTF_8).trim()).isEqualTo(header);
    assertThat(Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length)).containsExactly(-2, -1, -1, -1, -1, -1, -1, -1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{                                                                                   |  0 | bad header: not JSON",
      "[1]                                                                                 |  0 | bad header: it must be a JSON object",
      "{} 1                                                                                |  0 | bad header: not JSON",
      "{'a':1}                                                                             |  0 | tensor 'a' has the type none",
      "{'a':{'dtype':'F16','shape':[],'data_offsets':[0,2]}}                               |  2 | has the type \"F16\"; F64, F32 and I64 "
          + "can be read",
      "{'a':{'dtype':'F64','shape':[-1],'data_offsets':[0,8]}}                             |  8 | has no shape",
      "{'a':{'dtype':'F64','shape':[1.5],'data_offsets':[0,8]}}                            |  8 | has no shape",
      "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0]}}                                |  8 | has no data_offsets",
      "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}}                              |  8 | of the shape [2] takes 16 bytes",
      "{'a':{'dtype':'F64','shape':[1],'data_offsets':[8,0]}}                              |  8 | data_offsets are [8, 0]",
      "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8],'x':1}}                        |  8 | has the unknown key 'x'",
      "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]},'a':{}}                       |  8 | bad header: not JSON: Duplicate field "
          + "'a'",
      "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}}                              |  7 | truncated: the tensors take 8 bytes of "
          + "data, and 7 are there",
      "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}}                              |  9 | too long: 1 bytes after the last tensor",
      "{'a':{'dtype':'F64','shape':[1],'data_offsets':[8,16]}}                             | 16 | gap: no tensor has the bytes 0 to 8",
      "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,16]},'b':{'dtype':'F64','shape':[1],'data_offsets':[8,16]}} | 16 | overlap: "
          + "tensor 'b' begins at byte 8 of the data, where 'a' ends at 16",
      "{'a':{'dtype':'F64','shape':[65536,65536],'data_offsets':[0,34359738368]}}          |  8 | too big: tensor 'a'",
      "{'a':{'dtype':'F64','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,8]}} |  8 | too big: tensor 'a'",
      "{'__metadata__':{'a':1}}                                                            |  0 | 'a' in __metadata__ must be a string",
      "{'__metadata__':3}                                                                  |  0 | __metadata__ must be an object of "
          + "strings",
  })
  void tellsWhatIsWrong(String header, int data, String message) {
    assertThat(SafetensorsProperties.fault(SafetensorsProperties.file(header.replace('\'', '"'), data))).contains(message);
  }

  @Test
  void tellsEveryFaultAtOnce() {
    String header = "{\"a\":{\"dtype\":\"F16\",\"shape\":1,\"data_offsets\":[0,8]},\"__metadata__\":{\"k\":null}}";
    assertThat(SafetensorsProperties.fault(SafetensorsProperties.file(header, 8)).lines()).hasSize(3);
  }

  @Test
  void aHeaderThatClaimsTooMuchIsRefusedBeforeAnythingIsAllocated() {
    assertThat(SafetensorsProperties.fault(HexFormat.of().parseHex("ffffffffffffffff7b7d")))
        .startsWith("too big: a header of 18446744073709551615");
    assertThat(SafetensorsProperties.fault(HexFormat.of().parseHex("00e1f505000000007b7d")))
        .startsWith("truncated: the header should have 100000000");
    assertThat(SafetensorsProperties.fault(HexFormat.of().parseHex("0200000000000000ff7d"))).isEqualTo("bad header: it is not UTF-8");
  }

  /** More than one piece of the buffer. */
  @Test
  void writesAndReadsFiles(@TempDir Path directory) throws Exception {
    double[] values = new double[100_000];
    Arrays.setAll(values, i -> Math.sin(i));
    Path file = directory.resolve("a/b.safetensors");
    SafetensorsProperties.of("x", Tensor.of(values)).write(file);
    assertThat(((Tensor.F64) Safetensors.read(file).tensors().get("x")).values()).isEqualTo(values);
    SafetensorsProperties.of("y", Tensor.of(1.0)).write(file);
    assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("y");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
    assertThatThrownBy(() -> SafetensorsProperties.of("y", Tensor.of(1.0)).write(directory)).hasMessageContaining("it is a directory");
  }

  @Test
  void shapesMustHoldTheNumbers() {
    assertThatThrownBy(() -> new Tensor.F64(List.of(2, 2), new double[3])).hasMessage("the shape [2, 2] does not hold 3 numbers");
    assertThatThrownBy(() -> new Tensor.I64(List.of(-1, -1), new long[1])).isInstanceOf(IllegalArgumentException.class);
  }
}
