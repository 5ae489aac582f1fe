package dev.ansatz.engine.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Writes the class of one loop nest: expanded code as Vector API calls. Instructions that vary with the lane are in the inner
 * loop, those that vary with the row before it, the others before all. {@code body} does the full vectors of every row and
 * {@code tail} the rest of every row under a mask, with the same operations. Sums run in one vector register and are reduced by
 * halving, body before tail, so that their order is fixed by the number of lanes of a vector alone.
 */
final class VectorLoop {
  private static final String VECTOR_PACKAGE = "jdk.incubator.vector.";
  private static final ClassDesc SPECIES = vector("VectorSpecies");
  private static final ClassDesc VECTOR = vector("Vector");
  private static final ClassDesc MASK = vector("VectorMask");
  private static final ClassDesc SHUFFLE = vector("VectorShuffle");
  private static final ClassDesc OPERATORS = vector("VectorOperators");
  private static final ClassDesc UNARY = vector("VectorOperators$Unary");
  private static final ClassDesc BINARY = vector("VectorOperators$Binary");
  private static final ClassDesc COMPARISON = vector("VectorOperators$Comparison");
  private static final ClassDesc OP = Op.class.describeConstable().orElseThrow();
  private static final ClassDesc LOOP = Loop.class.describeConstable().orElseThrow();
  private static final ClassDesc LANEWISE = Lanewise.class.describeConstable().orElseThrow();
  private static final ClassDesc INTS = CD_int.arrayType();
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_Object.arrayType(), INTS, INTS, CD_Object);

  // parameters of body and tail; of run they are one higher
  private static final int ROWS = 0;
  private static final int LANES = 1;
  private static final int ARRAYS = 2;
  private static final int OFFSETS = 3;
  private static final int STRIDES = 4;
  private static final int SCRATCH = 5;

  private final ClassDesc self = ClassDesc.of(VectorLoop.class.getPackageName(), "Generated");
  private final Kernel kernel;
  private final List<Instruction> code;
  private final int[] results;
  private final Kernel.Extent[] extents;
  private final boolean single;
  private final int length;
  private final String species;
  private final ClassDesc element;
  private final ClassDesc elements;
  private final ClassDesc floating;
  private final ClassDesc integral;

  private VectorLoop(Kernel expanded, boolean single, int bits) {
    this.kernel = expanded;
    this.code = expanded.code();
    this.results = expanded.results();
    this.extents = extents(expanded);
    this.single = single;
    this.length = bits / (single ? 32 : 64);
    this.species = "SPECIES_" + bits;
    this.element = single ? CD_float : CD_double;
    this.elements = element.arrayType();
    this.floating = vector(single ? "FloatVector" : "DoubleVector");
    this.integral = vector(single ? "IntVector" : "LongVector");
  }

  private static ClassDesc vector(String name) {
    return ClassDesc.of(VECTOR_PACKAGE + name);
  }

  /** Defines the class and makes its one instance. */
  static Loop compile(Kernel expanded, boolean single, int bits) {
    byte[] bytes = bytes(expanded, single, bits);
    try {
      return (Loop) MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("generated code was refused for\n" + expanded, e);
    }
  }

  static byte[] bytes(Kernel expanded, boolean single, int bits) {
    return new VectorLoop(expanded, single, bits).emit();
  }

  /** How each value varies; null for what does not vary at all. */
  static Kernel.Extent[] extents(Kernel kernel) {
    List<Instruction> code = kernel.code();
    var extents = new Kernel.Extent[code.size()];
    for (int k = 0; k < extents.length; k++) {
      Instruction i = code.get(k);
      if (i.op() == Op.INPUT) {
        extents[k] = kernel.inputs().get(i.a()).extent();
      }
      for (int o = 0; o < i.operands(); o++) {
        Kernel.Extent e = extents[i.operand(o)];
        if (extents[k] == null || e != null && e.compareTo(extents[k]) < 0) {
          extents[k] = e;
        }
      }
    }
    return extents;
  }

  private byte[] emit() {
    return ClassFile.of().build(self, c -> {
      c.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
      c.withInterfaceSymbols(LOOP);
      // constants for the compiler: static final fields of a hidden class are trusted
      c.withField("S", SPECIES, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL | ClassFile.ACC_PRIVATE);
      for (int h = length / 2; h > 0; h /= 2) {
        c.withField("R" + h, SHUFFLE, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL | ClassFile.ACC_PRIVATE);
      }
      for (int k = 0; k < code.size(); k++) {
        if (code.get(k).op() == Op.CONSTANT) {
          c.withField("C" + k, floating, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL | ClassFile.ACC_PRIVATE);
        }
      }
      c.withMethodBody(ConstantDescs.CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC, this::initialise);
      c.withMethodBody(ConstantDescs.INIT_NAME, MTD_void, 0,
          b -> b.aload(0).invokespecial(CD_Object, ConstantDescs.INIT_NAME, MTD_void).return_());
      c.withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::run);
      nest(c, "body", false);
      nest(c, "tail", true);
    });
  }

  /** Constants too are fields: vectors broadcast in the method itself are allocated on some calls by C2 (JDK 25). */
  private void initialise(CodeBuilder b) {
    b.getstatic(floating, species, SPECIES).putstatic(self, "S", SPECIES);
    for (int h = length / 2; h > 0; h /= 2) {
      b.getstatic(self, "S", SPECIES).loadConstant(h).iconst_1().iconst_1()
          .invokestatic(SHUFFLE, "iota", MethodTypeDesc.of(SHUFFLE, SPECIES, CD_int, CD_int, CD_boolean))
          .putstatic(self, "R" + h, SHUFFLE);
    }
    for (int k = 0; k < code.size(); k++) {
      if (code.get(k).op() == Op.CONSTANT) {
        b.getstatic(self, "S", SPECIES);
        broadcastConstant(b, code.get(k).value());
        b.putstatic(self, "C" + k, floating);
      }
    }
    b.return_();
  }

  private void broadcastConstant(CodeBuilder b, double value) {
    if (single) {
      b.loadConstant((float) value);
    } else {
      b.loadConstant(value);
    }
    broadcast(b);
  }

  private void broadcast(CodeBuilder b) {
    b.invokestatic(floating, "broadcast", MethodTypeDesc.of(floating, SPECIES, element));
  }

  private void run(CodeBuilder b) {
    var tail = b.newLabel();
    var end = b.newLabel();
    b.iload(LANES + 1).loadConstant(length).if_icmplt(tail);
    arguments(b).invokestatic(self, "body", RUN);
    b.labelBinding(tail);
    b.iload(LANES + 1).loadConstant(length - 1).iand().ifeq(end);
    arguments(b).invokestatic(self, "tail", RUN);
    b.labelBinding(end).return_();
  }

  private static CodeBuilder arguments(CodeBuilder b) {
    return b.iload(ROWS + 1).iload(LANES + 1).aload(ARRAYS + 1).aload(OFFSETS + 1).aload(STRIDES + 1).aload(SCRATCH + 1);
  }

  private void nest(ClassBuilder c, String name, boolean masked) {
    c.withMethodBody(name, RUN, ClassFile.ACC_STATIC | ClassFile.ACC_PRIVATE, b -> new Nest(b, masked).emit());
  }

  /** One of the two methods. */
  private final class Nest {
    private final CodeBuilder b;
    private final boolean masked;
    private final int arguments = kernel.inputs().size() + kernel.outputs().size();
    private final boolean[] used = new boolean[arguments];
    private final int[] array = new int[arguments];
    private final int[] offset = new int[arguments];
    private final int[] local = new int[code.size()];
    private final int[] sum = new int[results.length];
    private final int scratch;
    private final int bound;
    private final int row;
    private final int lane;
    private final int mask;

    Nest(CodeBuilder b, boolean masked) {
      this.b = b;
      this.masked = masked;
      this.scratch = b.allocateLocal(TypeKind.REFERENCE);
      this.bound = b.allocateLocal(TypeKind.INT);
      this.row = b.allocateLocal(TypeKind.INT);
      this.lane = b.allocateLocal(TypeKind.INT);
      this.mask = b.allocateLocal(TypeKind.REFERENCE);
      for (Instruction i : code) {
        if (i.op() == Op.INPUT) {
          used[i.a()] = true;
        }
      }
      for (int o = 0; o < results.length; o++) {
        used[kernel.inputs().size() + o] = true;
      }
    }

    void emit() {
      b.aload(SCRATCH).checkcast(elements).astore(scratch);
      b.iload(LANES).loadConstant(-length).iand().istore(bound);
      if (masked) {
        b.getstatic(self, "S", SPECIES).iload(bound).iload(LANES)
            .invokeinterface(SPECIES, "indexInRange", MethodTypeDesc.of(MASK, CD_int, CD_int)).astore(mask);
      }
      for (int a = 0; a < arguments; a++) {
        if (used[a]) {
          array[a] = b.allocateLocal(TypeKind.REFERENCE);
          offset[a] = b.allocateLocal(TypeKind.INT);
          b.aload(ARRAYS).loadConstant(a).aaload().checkcast(elements).astore(array[a]);
          b.aload(OFFSETS).loadConstant(a).iaload().istore(offset[a]);
        }
      }
      instructions(null);
      instructions(Kernel.Extent.UNIFORM);
      clear(Kernel.Extent.UNIFORM);
      rows();
      flush(Kernel.Extent.UNIFORM);
      b.return_();
    }

    private void rows() {
      var top = b.newLabel();
      var end = b.newLabel();
      b.iconst_0().istore(row);
      b.labelBinding(top).iload(row).iload(ROWS).if_icmpge(end);
      instructions(Kernel.Extent.ROW);
      clear(Kernel.Extent.ROW);
      if (masked) {
        b.iload(bound).istore(lane);
        instructions(Kernel.Extent.LANE);
      } else {
        lanes();
      }
      flush(Kernel.Extent.ROW);
      for (int a = 0; a < arguments; a++) {
        if (used[a] && extent(a) != Kernel.Extent.UNIFORM) {
          b.iload(offset[a]).aload(STRIDES).loadConstant(a).iaload().iadd().istore(offset[a]);
        }
      }
      b.iinc(row, 1).goto_(top).labelBinding(end);
    }

    private void lanes() {
      var top = b.newLabel();
      var end = b.newLabel();
      b.iconst_0().istore(lane);
      b.labelBinding(top).iload(lane).iload(bound).if_icmpge(end);
      instructions(Kernel.Extent.LANE);
      b.iinc(lane, length).goto_(top).labelBinding(end);
    }

    private Kernel.Extent extent(int argument) {
      int inputs = kernel.inputs().size();
      return argument < inputs ? kernel.inputs().get(argument).extent() : kernel.outputs().get(argument - inputs).extent();
    }

    private void instructions(Kernel.Extent extent) {
      int loads = 0;
      for (int k = 0; k < code.size(); k++) {
        if (extents[k] == extent && code.get(k).op() == Op.INPUT) {
          loads++;
        }
      }
      // outputs may lie on inputs: no store before the last load
      boolean loaded = loads == 0;
      if (extent == Kernel.Extent.LANE && loaded) {
        emitResults(-1);
      }
      for (int k = 0; k < code.size(); k++) {
        if (extents[k] != extent) {
          continue;
        }
        instruction(k, code.get(k));
        if (code.get(k).op() == Op.INPUT && --loads == 0) {
          loaded = true;
          if (extent == Kernel.Extent.LANE) {
            emitResults(k);
          }
        } else if (loaded && extent == Kernel.Extent.LANE) {
          emitResult(k);
        }
      }
    }

    /** Stores what is there after instruction k, or does not vary with the lane. */
    private void emitResults(int k) {
      for (int o = 0; o < results.length; o++) {
        if (results[o] <= k || extents[results[o]] != Kernel.Extent.LANE) {
          emitOutput(o);
        }
      }
    }

    private void emitResult(int k) {
      for (int o = 0; o < results.length; o++) {
        if (results[o] == k) {
          emitOutput(o);
        }
      }
    }

    private void emitOutput(int o) {
      int value = results[o];
      if (kernel.outputs().get(o).extent() == Kernel.Extent.LANE) {
        int a = kernel.inputs().size() + o;
        push(value).aload(array[a]).iload(offset[a]).iload(lane).iadd();
        if (masked) {
          b.aload(mask).invokevirtual(floating, "intoArray", MethodTypeDesc.of(CD_void, elements, CD_int, MASK));
        } else {
          b.invokevirtual(floating, "intoArray", MethodTypeDesc.of(CD_void, elements, CD_int));
        }
      } else if (masked) {
        b.aload(sum[o]);
        push(value).aload(mask)
            .invokevirtual(floating, "add", MethodTypeDesc.of(floating, VECTOR, MASK)).astore(sum[o]);
      } else {
        b.aload(sum[o]);
        push(value).invokevirtual(floating, "add", MethodTypeDesc.of(floating, VECTOR)).astore(sum[o]);
      }
    }

    private void clear(Kernel.Extent extent) {
      for (int o = 0; o < results.length; o++) {
        if (kernel.outputs().get(o).extent() == extent) {
          sum[o] = b.allocateLocal(TypeKind.REFERENCE);
          b.getstatic(self, "S", SPECIES).invokestatic(floating, "zero", MethodTypeDesc.of(floating, SPECIES)).astore(sum[o]);
        }
      }
    }

    private void flush(Kernel.Extent extent) {
      for (int o = 0; o < results.length; o++) {
        if (kernel.outputs().get(o).extent() != extent) {
          continue;
        }
        int a = kernel.inputs().size() + o;
        for (int h = length / 2; h > 0; h /= 2) {
          b.aload(sum[o]).aload(sum[o]).getstatic(self, "R" + h, SHUFFLE)
              .invokevirtual(floating, "rearrange", MethodTypeDesc.of(floating, SHUFFLE))
              .invokevirtual(floating, "add", MethodTypeDesc.of(floating, VECTOR)).astore(sum[o]);
        }
        b.aload(array[a]).iload(offset[a]).dup2();
        if (single) {
          b.faload();
        } else {
          b.daload();
        }
        b.aload(sum[o]).iconst_0().invokevirtual(floating, "lane", MethodTypeDesc.of(element, CD_int));
        if (single) {
          b.fadd().fastore();
        } else {
          b.dadd().dastore();
        }
      }
    }

    /** Pushes values. */
    private CodeBuilder push(int... values) {
      for (int k : values) {
        b.aload(local[k]);
      }
      return b;
    }

    private void instruction(int k, Instruction i) {
      local[k] = b.allocateLocal(TypeKind.REFERENCE);
      switch (i.op()) {
        case INPUT -> load(k, i.a());
        case CONSTANT -> b.getstatic(self, "C" + k, floating);
        case ADD -> binary(i, "add");
        case SUB -> binary(i, "sub");
        case MUL -> binary(i, "mul");
        case DIV -> binary(i, "div");
        case MIN -> binary(i, "min");
        case MAX -> binary(i, "max");
        case NEG -> push(i.a()).invokevirtual(floating, "neg", MethodTypeDesc.of(floating));
        case ABS -> push(i.a()).invokevirtual(floating, "abs", MethodTypeDesc.of(floating));
        case SQRT -> push(i.a()).getstatic(OPERATORS, "SQRT", UNARY)
            .invokevirtual(floating, "lanewise", MethodTypeDesc.of(floating, UNARY));
        case FMA -> push(i.a(), i.b(), i.c())
            .invokevirtual(floating, "fma", MethodTypeDesc.of(floating, VECTOR, VECTOR));
        case LESS -> {
          push(i.a()).getstatic(OPERATORS, "LT", COMPARISON);
          push(i.b()).invokevirtual(floating, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
        }
        case SELECT -> push(i.c(), i.b(), i.a())
            .invokevirtual(floating, "blend", MethodTypeDesc.of(floating, VECTOR, MASK));
        case BITS_ADD -> bits(i, "ADD");
        case BITS_SUB -> bits(i, "SUB");
        case BITS_AND -> bits(i, "AND");
        case BITS_OR -> bits(i, "OR");
        case BITS_XOR -> bits(i, "XOR");
        case SHIFT_LEFT -> shift(i, "LSHL");
        case SHIFT_RIGHT -> shift(i, "LSHR");
        case SIN_BEYOND -> beyond(i, Op.SIN);
        case COS_BEYOND -> beyond(i, Op.COS);
        default -> lanewise(i);
      }
      b.astore(local[k]);
    }

    private void load(int k, int a) {
      if (extents[k] != Kernel.Extent.LANE) {
        b.getstatic(self, "S", SPECIES).aload(array[a]).iload(offset[a]);
        if (single) {
          b.faload();
        } else {
          b.daload();
        }
        broadcast(b);
        return;
      }
      b.getstatic(self, "S", SPECIES).aload(array[a]).iload(offset[a]).iload(lane).iadd();
      if (masked) {
        b.aload(mask).invokestatic(floating, "fromArray", MethodTypeDesc.of(floating, SPECIES, elements, CD_int, MASK));
      } else {
        b.invokestatic(floating, "fromArray", MethodTypeDesc.of(floating, SPECIES, elements, CD_int));
      }
    }

    private void binary(Instruction i, String name) {
      push(i.a(), i.b()).invokevirtual(floating, name, MethodTypeDesc.of(floating, VECTOR));
    }

    private CodeBuilder integers(int value) {
      return push(value)
          .invokevirtual(floating, single ? "reinterpretAsInts" : "reinterpretAsLongs", MethodTypeDesc.of(integral));
    }

    private void floats() {
      b.invokevirtual(integral, single ? "reinterpretAsFloats" : "reinterpretAsDoubles", MethodTypeDesc.of(floating));
    }

    private void bits(Instruction i, String operator) {
      integers(i.a());
      b.getstatic(OPERATORS, operator, operator.equals("SUB") ? BINARY : vector("VectorOperators$Associative"));
      integers(i.b());
      b.invokevirtual(integral, "lanewise", MethodTypeDesc.of(integral, BINARY, VECTOR));
      floats();
    }

    private void shift(Instruction i, String operator) {
      integers(i.a());
      b.getstatic(OPERATORS, operator, BINARY);
      if (single) {
        b.loadConstant((int) i.value()).invokevirtual(integral, "lanewise", MethodTypeDesc.of(integral, BINARY, CD_int));
      } else {
        b.loadConstant((long) i.value())
            .invokevirtual(integral, "lanewise", MethodTypeDesc.of(integral, BINARY, ConstantDescs.CD_long));
      }
      floats();
    }

    private void lanewise(Instruction i) {
      spill(i.a(), 0);
      if (i.operands() > 1) {
        spill(i.b(), length);
      }
      b.getstatic(OP, i.op().name(), OP).aload(scratch).loadConstant(length)
          .invokestatic(LANEWISE, "apply", MethodTypeDesc.of(CD_void, OP, elements, CD_int));
      reload();
    }

    private void beyond(Instruction i, Op op) {
      var near = b.newLabel();
      var end = b.newLabel();
      push(i.a()).invokevirtual(floating, "abs", MethodTypeDesc.of(floating));
      b.getstatic(OPERATORS, "GT", COMPARISON).getstatic(self, "S", SPECIES);
      broadcastConstant(b, i.value());
      b.invokevirtual(floating, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
      b.invokevirtual(MASK, "anyTrue", MethodTypeDesc.of(CD_boolean)).ifeq(near);
      spill(i.a(), 0);
      spill(i.b(), length);
      b.getstatic(OP, op.name(), OP).aload(scratch).loadConstant(length).loadConstant(i.value())
          .invokestatic(LANEWISE, "beyond", MethodTypeDesc.of(CD_void, OP, elements, CD_int, CD_double));
      reload();
      b.goto_(end).labelBinding(near);
      push(i.b()).labelBinding(end);
    }

    private void spill(int value, int at) {
      push(value).aload(scratch).loadConstant(at)
          .invokevirtual(floating, "intoArray", MethodTypeDesc.of(CD_void, elements, CD_int));
    }

    private void reload() {
      b.getstatic(self, "S", SPECIES).aload(scratch).loadConstant(length)
          .invokestatic(floating, "fromArray", MethodTypeDesc.of(floating, SPECIES, elements, CD_int));
    }
  }
}
