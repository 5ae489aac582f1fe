package dev.ansatz.engine.array;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Emits {@link LaneTiles} for an element type as a hidden class of Vector API calls, every tile unrolled into its own method.
 *
 * <p>Strides inside a packed operand are literals: the JIT removes the bounds check of {@code a[a0 + i*stride]} only for a literal stride, and the checks
 * cost a third of the speed.
 */
final class TileCompiler {
  private static final int MAX_VECTORS = 4;
  private static final int GRADIENT_ROWS = 4;
  private static final int GRADIENT_COLUMNS = 6;

  private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
  private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
  private static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");
  private static final ClassDesc SHUFFLE = ClassDesc.of("jdk.incubator.vector.VectorShuffle");

  private final ClassDesc self = ClassDesc.of(LaneTiles.class.getPackageName() + ".CompiledTiles");
  private final boolean f64;
  private final VectorSpecies<?> species;
  private final int length;
  private final int maxRows;
  private final ClassDesc vector;
  private final ClassDesc element;
  private final ClassDesc array;

  private TileCompiler(boolean f64) {
    this.f64 = f64;
    species = f64 ? DoubleVector.SPECIES_PREFERRED : FloatVector.SPECIES_PREFERRED;
    length = species.length();
    // two vectors of lanes by this many rows, or four by half of it, plus operands, fill 32 registers; 256-bit machines have 16
    maxRows = species.vectorBitSize() == 256 ? 6 : 12;
    vector = ClassDesc.of(f64 ? "jdk.incubator.vector.DoubleVector" : "jdk.incubator.vector.FloatVector");
    element = f64 ? ConstantDescs.CD_double : ConstantDescs.CD_float;
    array = element.arrayType();
  }

  static LaneTiles<double[]> f64() {
    return new TileCompiler(true).compile();
  }

  static LaneTiles<float[]> f32() {
    return new TileCompiler(false).compile();
  }

  @SuppressWarnings("unchecked")
  private <A> LaneTiles<A> compile() {
    byte[] bytes = ClassFile.of().build(self, this::emitClass);
    // per reduction stage s: the lanes with bit s set, and the exchange of lanes l and l ^ 2^s
    var stages = new ArrayList<>();
    for (int bit = 1; bit < length; bit *= 2) {
      int b = bit;
      long set = 0;
      for (int l = 0; l < length; l++) {
        set |= (l & bit) != 0 ? 1L << l : 0;
      }
      stages.add(VectorMask.fromLong(species, set));
      stages.add(VectorShuffle.fromOp(species, l -> l ^ b));
    }
    try {
      var lookup = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, List.copyOf(stages), true);
      return (LaneTiles<A>) lookup.findConstructor(lookup.lookupClass(), java.lang.invoke.MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("the tiles of the lane product could not be compiled", e);
    }
  }

  private void emitClass(ClassBuilder cls) {
    cls.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER).withInterfaceSymbols(ClassDesc.of(LaneTiles.class.getName()));
    cls.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0,
        c -> c.aload(0).invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
    emitConstant(cls, "vectorLength", length);
    emitConstant(cls, "maxRows", maxRows);
    emitPackWeights(cls);
    emitPackLanes(cls);
    emitMultiply(cls);
    emitGradient(cls);
    emitFlush(cls);
  }

  private static void emitConstant(ClassBuilder cls, String name, int value) {
    cls.withMethodBody(name, MethodTypeDesc.of(CD_int), ClassFile.ACC_PUBLIC, c -> c.loadConstant(value).ireturn());
  }

  private void emitPackWeights(ClassBuilder cls) {
    var type = MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int);
    int depth = 1, rows = 2, w = 3, w0 = 4, wk = 5, wj = 6, to = 7, t = 8, k = 9, r = 10, o = 11;
    cls.withMethodBody("packWeights", type, ClassFile.ACC_PUBLIC, c -> {
      castArray(c, w);
      castArray(c, to);
      loop(c, k, 1, depth, () -> {
        c.iload(w0).iload(k).iload(wk).imul().iadd().istore(o);
        loop(c, r, 1, rows, () -> {
          c.aload(to).iload(t);
          c.aload(w).iload(o);
          loadElement(c);
          storeElement(c);
          c.iinc(t, 1);
          c.iload(o).iload(wj).iadd().istore(o);
        });
      });
      c.return_();
    });
  }

  private void emitPackLanes(ClassBuilder cls) {
    var type = MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int);
    int vectors = 1, depth = 2, x = 3, x0 = 4, xk = 5, to = 6, t0 = 7, k = 8;
    cls.withMethodBody("packLanes", type, ClassFile.ACC_PUBLIC, c -> {
      castArray(c, x);
      castArray(c, to);
      choose(c, vectors, 1, MAX_VECTORS, n -> {
        loop(c, k, 1, depth, () -> {
          for (int v = 0; v < n; v++) {
            int lane = v * length;
            load(c, x, () -> c.iload(x0).iload(k).iload(xk).imul().iadd().loadConstant(lane).iadd());
            store(c, to, () -> c.iload(t0).iload(k).loadConstant(n * length).imul().iadd().loadConstant(lane).iadd());
          }
        });
        c.return_();
      });
    });
  }

  private void emitMultiply(ClassBuilder cls) {
    var arguments = new ClassDesc[] {CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int};
    for (int rows = 1; rows <= maxRows; rows++) {
      for (int vectors = 1; vectors <= maxVectors(rows); vectors++) {
        int r = rows;
        int v = vectors;
        cls.withMethodBody("multiply" + r + "x" + v + "packed", MethodTypeDesc.of(CD_void, arguments), ClassFile.ACC_STATIC,
            c -> emitMultiplyTile(c, r, v, true));
        cls.withMethodBody("multiply" + r + "x" + v, MethodTypeDesc.of(CD_void, arguments), ClassFile.ACC_STATIC,
            c -> emitMultiplyTile(c, r, v, false));
      }
    }
    var type = MethodTypeDesc.of(CD_void, arguments).insertParameterTypes(0, CD_int, CD_int);
    int xk = 8;
    cls.withMethodBody("multiply", type, ClassFile.ACC_PUBLIC, c -> choose(c, 1, 1, maxRows, r -> choose(c, 2, 1, maxVectors(r), v -> {
      Label direct = c.newLabel();
      c.iload(xk).ifne(direct);
      forward(c, "multiply" + r + "x" + v + "packed", arguments);
      c.labelBinding(direct);
      forward(c, "multiply" + r + "x" + v, arguments);
    })));
  }

  private int maxVectors(int rows) {
    return 2 * rows <= maxRows ? MAX_VECTORS : MAX_VECTORS / 2;
  }

  private void emitMultiplyTile(CodeBuilder c, int rows, int vectors, boolean packed) {
    int depth = 0, w = 1, w0 = 2, x = 3, x0 = 4, xk = 5, from = 6, f0 = 7, fj = 8, y = 9, y0 = 10, yj = 11;
    int k = 12, q = 13, xs = 14, sums = xs + vectors;
    for (int a : new int[] {w, x, from, y}) {
      castArray(c, a);
    }
    for (int n = 0; n < rows * vectors; n++) {
      int r = n / vectors;
      int lane = n % vectors * length;
      load(c, from, () -> c.iload(f0).iload(fj).loadConstant(r).imul().iadd().loadConstant(lane).iadd());
      c.astore(sums + n);
    }
    loop(c, k, 1, depth, () -> {
      for (int v = 0; v < vectors; v++) {
        int lane = v * length;
        load(c, x, () -> {
          c.iload(x0).iload(k);
          if (packed) {
            c.loadConstant(vectors * length);
          } else {
            c.iload(xk);
          }
          c.imul().iadd().loadConstant(lane).iadd();
        });
        c.astore(xs + v);
      }
      for (int r = 0; r < rows; r++) {
        species(c);
        c.aload(w).iload(w0).iload(k).loadConstant(rows).imul().iadd().loadConstant(r).iadd();
        loadElement(c);
        c.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element)).astore(q);
        for (int v = 0; v < vectors; v++) {
          fma(c, q, xs + v, sums + r * vectors + v);
        }
      }
    });
    for (int n = 0; n < rows * vectors; n++) {
      int r = n / vectors;
      int lane = n % vectors * length;
      c.aload(sums + n);
      store(c, y, () -> c.iload(y0).iload(yj).loadConstant(r).imul().iadd().loadConstant(lane).iadd());
    }
    c.return_();
  }

  private void emitGradient(ClassBuilder cls) {
    var arguments = new ClassDesc[] {CD_int, CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_Object};
    for (int rows = 1; rows <= GRADIENT_ROWS; rows++) {
      for (int columns = 1; columns <= GRADIENT_COLUMNS; columns++) {
        int r = rows;
        int s = columns;
        cls.withMethodBody("gradient" + r + "x" + s, MethodTypeDesc.of(CD_void, arguments), ClassFile.ACC_STATIC, c -> emitGradientTile(c, r, s));
      }
    }
    var type = MethodTypeDesc.of(CD_void, arguments).insertParameterTypes(0, CD_int, CD_int);
    cls.withMethodBody("gradient", type, ClassFile.ACC_PUBLIC, c -> choose(c, 1, 1, GRADIENT_ROWS,
        r -> choose(c, 2, 1, GRADIENT_COLUMNS, s -> forward(c, "gradient" + r + "x" + s, arguments))));
  }

  /** One channel only: the JIT keeps the sums in registers in a single loop, and spills a third of them in a nest of two. */
  private void emitGradientTile(CodeBuilder c, int rows, int columns) {
    int lanes = 0, row = 1, x = 2, x0 = 3, g = 4, g0 = 5, totals = 6, p = 7, gs = 8, xr = 9, xs = xr + rows, gr = xs + rows, sums = gr + columns;
    for (int a : new int[] {x, g, totals}) {
      castArray(c, a);
    }
    for (int n = 0; n < rows * columns; n++) {
      int at = n * length;
      load(c, totals, () -> c.loadConstant(at));
      c.astore(sums + n);
    }
    for (int r = 0; r < rows; r++) {
      c.iload(x0).iload(row).loadConstant(r).imul().iadd().istore(xr + r);
    }
    for (int s = 0; s < columns; s++) {
      c.iload(g0).iload(row).loadConstant(s).imul().iadd().istore(gr + s);
    }
    loop(c, p, length, lanes, () -> {
      for (int r = 0; r < rows; r++) {
        int at = xr + r;
        load(c, x, () -> c.iload(at).iload(p).iadd());
        c.astore(xs + r);
      }
      for (int s = 0; s < columns; s++) {
        int at = gr + s;
        load(c, g, () -> c.iload(at).iload(p).iadd());
        c.astore(gs);
        for (int r = 0; r < rows; r++) {
          fma(c, xs + r, gs, sums + r * columns + s);
        }
      }
    });
    for (int n = 0; n < rows * columns; n++) {
      int at = n * length;
      c.aload(sums + n);
      store(c, totals, () -> c.loadConstant(at));
    }
    c.return_();
  }

  /**
   * Sums as many vectors as a vector has lanes at a time: lane l of the result is the sum of vector l. {@code reduceLanes} would do, but its order of summation
   * differs between the interpreter and the JIT.
   */
  private void emitFlush(ClassBuilder cls) {
    var type = MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_Object, CD_Object, CD_int, CD_int);
    int rows = 1, columns = 2, totals = 3, gw = 4, gw0 = 5, stride = 6, count = 7, group = 8, from = 9, to = 10, r = 11, s = 12, sums = 13;
    cls.withMethodBody("flush", type, ClassFile.ACC_PUBLIC, c -> {
      castArray(c, totals);
      castArray(c, gw);
      c.iload(rows).iload(columns).imul().istore(count);
      c.iconst_0().istore(from).iconst_0().istore(to);
      loop(c, group, length, count, () -> {
        for (int n = 0; n < length; n++) {
          int at = n * length;
          load(c, totals, () -> c.iload(from).loadConstant(at).iadd());
          c.astore(sums + n);
        }
        int left = length;
        for (int stage = 0; left > 1; stage++, left /= 2) {
          for (int n = 0; n < left; n += 2) {
            merge(c, sums + n, sums + n + 1, stage);
            c.astore(sums + n / 2);
          }
        }
        c.aload(sums);
        store(c, totals, () -> c.iload(to));
        c.iinc(from, length * length).iinc(to, length);
      });
      c.iconst_0().istore(from);
      loop(c, r, 1, rows, () -> {
        c.iload(gw0).iload(r).iload(stride).imul().iadd().istore(to);
        loop(c, s, 1, columns, () -> {
          c.aload(gw).iload(to).dup2();
          loadElement(c);
          c.aload(totals).iload(from);
          loadElement(c);
          if (f64) {
            c.dadd();
          } else {
            c.fadd();
          }
          storeElement(c);
          c.iinc(from, 1).iinc(to, 1);
        });
      });
      c.iconst_0().istore(from);
      loop(c, s, 1, count, () -> {
        zero(c);
        store(c, totals, () -> c.iload(from));
        c.iinc(from, length);
      });
      c.return_();
    });
  }

  /** A vector whose lanes with bit {@code stage} clear hold partial sums of a, the others of b. */
  private void merge(CodeBuilder c, int a, int b, int stage) {
    var blend = MethodTypeDesc.of(vector, VECTOR, MASK);
    c.aload(a).aload(b);
    stageConstant(c, 2 * stage, MASK);
    c.invokevirtual(vector, "blend", blend);
    c.aload(b).aload(a);
    stageConstant(c, 2 * stage, MASK);
    c.invokevirtual(vector, "blend", blend);
    stageConstant(c, 2 * stage + 1, SHUFFLE);
    c.invokevirtual(vector, "rearrange", MethodTypeDesc.of(vector, SHUFFLE));
    c.invokevirtual(vector, "add", MethodTypeDesc.of(vector, VECTOR));
  }

  private static void stageConstant(CodeBuilder c, int index, ClassDesc type) {
    c.ldc(DynamicConstantDesc.ofNamed(ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, index));
  }

  /** Calls the tile of that name with all arguments after the two that chose it, and returns. */
  private void forward(CodeBuilder c, String name, ClassDesc[] arguments) {
    for (int n = 0; n < arguments.length; n++) {
      if (arguments[n].equals(CD_Object)) {
        c.aload(3 + n);
      } else {
        c.iload(3 + n);
      }
    }
    c.invokestatic(self, name, MethodTypeDesc.of(CD_void, arguments)).return_();
  }

  /** Emits one case per value of a slot; every case ends in a return. */
  private static void choose(CodeBuilder c, int slot, int from, int to, IntConsumer body) {
    for (int n = from; n <= to; n++) {
      Label next = c.newLabel();
      c.iload(slot).loadConstant(n).if_icmpne(next);
      body.accept(n);
      c.labelBinding(next);
    }
    c.new_(ClassDesc.of("java.lang.AssertionError")).dup()
        .invokespecial(ClassDesc.of("java.lang.AssertionError"), ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).athrow();
  }

  private static void loop(CodeBuilder c, int index, int step, int bound, Runnable body) {
    Label head = c.newLabel();
    Label end = c.newLabel();
    c.iconst_0().istore(index).labelBinding(head).iload(index).iload(bound).if_icmpge(end);
    body.run();
    c.iinc(index, step).goto_(head).labelBinding(end);
  }

  private void castArray(CodeBuilder c, int slot) {
    c.aload(slot).checkcast(array).astore(slot);
  }

  private void loadElement(CodeBuilder c) {
    if (f64) {
      c.daload();
    } else {
      c.faload();
    }
  }

  private void storeElement(CodeBuilder c) {
    if (f64) {
      c.dastore();
    } else {
      c.fastore();
    }
  }

  private void species(CodeBuilder c) {
    c.getstatic(vector, "SPECIES_PREFERRED", SPECIES);
  }

  private void zero(CodeBuilder c) {
    species(c);
    c.invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES));
  }

  private void load(CodeBuilder c, int from, Runnable index) {
    species(c);
    c.aload(from);
    index.run();
    c.invokestatic(vector, "fromArray", MethodTypeDesc.of(vector, SPECIES, array, CD_int));
  }

  /** Stores the vector on the stack. */
  private void store(CodeBuilder c, int to, Runnable index) {
    c.aload(to);
    index.run();
    c.invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
  }

  private void fma(CodeBuilder c, int a, int b, int sum) {
    c.aload(a).aload(b).aload(sum).invokevirtual(vector, "fma", MethodTypeDesc.of(vector, VECTOR, VECTOR)).astore(sum);
  }
}
