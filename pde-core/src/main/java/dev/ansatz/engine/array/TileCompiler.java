package dev.ansatz.engine.array;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
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
 * Emits {@link LaneTiles} for an element type as a hidden class of Vector API calls, every tile unrolled into its own
 * method.
 *
 * <p>Strides inside a packed operand are literals: the JIT removes the bounds check of {@code a[a0 + i*stride]} only
 * for a literal stride, and the checks cost a third of the speed.
 */
final class TileCompiler {
  private static final int MAX_VECTORS = 4;

  private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");
  private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
  private static final ClassDesc MASK = ClassDesc.of("jdk.incubator.vector.VectorMask");
  private static final ClassDesc SHUFFLE = ClassDesc.of("jdk.incubator.vector.VectorShuffle");

  private final ClassDesc self = ClassDesc.of(LaneTiles.class.getPackageName() + ".CompiledTiles");
  private final boolean f64;
  private final VectorSpecies<?> species;
  private final int length;
  private final int maxRows;
  private final int outerRows;
  private final boolean few;
  private final ClassDesc vector;
  private final ClassDesc element;
  private final ClassDesc array;

  private TileCompiler(boolean f64) {
    this.f64 = f64;
    species = f64 ? DoubleVector.SPECIES_PREFERRED : FloatVector.SPECIES_PREFERRED;
    length = species.length();
    // two vectors of lanes by this many rows, or four by half of it, plus operands, fill 32 registers; 256-bit machines
    // have 16, and there C2 loads several factors ahead: with a row more it spills a sum, whose store and load in
    // every term halve the speed
    few = species.vectorBitSize() == 256;
    maxRows = few ? f64 ? 5 : 4 : 12;
    outerRows = few ? 6 : 12;
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
    // per stage s of a transposition: the lanes with bit s set, and the exchange of lanes l and l ^ 2^s
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
      return (LaneTiles<A>) lookup.findConstructor(lookup.lookupClass(),
          java.lang.invoke.MethodType.methodType(void.class)).invoke();
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
    emitConstant(cls, "outerRows", outerRows);
    emitConstant(cls, "productColumns", productColumns());
    emitProductRows(cls);
    emitPackWeights(cls);
    emitPackLanes(cls);
    emitMultiply(cls);
    emitOuter(cls);
    emitTranspose(cls);
    emitProducts(cls);
    emitAddLanes(cls);
  }

  private static void emitConstant(ClassBuilder cls, String name, int value) {
    cls.withMethodBody(name, MethodTypeDesc.of(CD_int), ClassFile.ACC_PUBLIC, c -> c.loadConstant(value).ireturn());
  }

  private void emitProductRows(ClassBuilder cls) {
    cls.withMethodBody("productRows", MethodTypeDesc.of(CD_int, CD_int), ClassFile.ACC_PUBLIC,
        c -> choose(c, 1, 1, productColumns(), columns -> c.loadConstant(productRows(columns)).ireturn()));
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
    var arguments = new ClassDesc[] {CD_int, CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_int, CD_int, CD_Object, CD_int, CD_int,
        CD_int, CD_Object, CD_int, CD_int, CD_int};
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
    int xk = 10;
    cls.withMethodBody("multiply", type, ClassFile.ACC_PUBLIC, c -> choose(c, 1, 1, maxRows, r -> choose(c, 2, 1,
        maxVectors(r), v -> {
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

  /** The loop over panels is inside the tile: a call for each would take as long as twenty terms of its sums. */
  private void emitMultiplyTile(CodeBuilder c, int rows, int vectors, boolean packed) {
    int depth = 0, panels = 1, w = 2, w0 = 3, x = 4, x0 = 5, xp = 6, xk = 7, from = 8, f0 = 9, fp = 10, fj = 11, y = 12, y0 = 13, yp = 14,
        yj = 15, panel = 16, k = 17, xo = 18, fo = 19, yo = 20, q = 21, xs = 22, sums = xs + vectors;
    for (int a : new int[] {w, x, from, y}) {
      castArray(c, a);
    }
    loop(c, panel, 1, panels, () -> {
      c.iload(x0).iload(panel).iload(xp).imul().iadd().istore(xo);
      c.iload(f0).iload(panel).iload(fp).imul().iadd().istore(fo);
      c.iload(y0).iload(panel).iload(yp).imul().iadd().istore(yo);
      Label zero = c.newLabel();
      Label begun = c.newLabel();
      c.aload(from).ifnull(zero);
      loadTile(c, rows, vectors, from, fo, fj, sums);
      c.goto_(begun).labelBinding(zero);
      for (int n = 0; n < rows * vectors; n++) {
        species(c);
        c.invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES)).astore(sums + n);
      }
      c.labelBinding(begun);
      loop(c, k, 1, depth, () -> {
        for (int v = 0; v < vectors; v++) {
          int lane = v * length;
          load(c, x, () -> {
            c.iload(xo).iload(k);
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
      storeTile(c, rows, vectors, y, yo, yj, sums);
    });
    c.return_();
  }

  private void emitOuter(ClassBuilder cls) {
    var arguments = new ClassDesc[] {CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_int};
    for (int rows = 1; rows <= outerRows; rows++) {
      for (int vectors = 1; vectors <= 2; vectors++) {
        int r = rows;
        int v = vectors;
        cls.withMethodBody("outer" + r + "x" + v, MethodTypeDesc.of(CD_void, arguments), ClassFile.ACC_STATIC,
            c -> emitOuterTile(c, r, v));
      }
    }
    var type = MethodTypeDesc.of(CD_void, arguments).insertParameterTypes(0, CD_int, CD_int);
    cls.withMethodBody("outer", type, ClassFile.ACC_PUBLIC,
        c -> choose(c, 1, 1, outerRows, r -> choose(c, 2, 1, 2, v -> forward(c, "outer" + r + "x" + v, arguments))));
  }

  private void emitOuterTile(CodeBuilder c, int rows, int vectors) {
    int depth = 0, x = 1, x0 = 2, row = 3, g = 4, g0 = 5, y = 6, y0 = 7, yj = 8, k = 9, q = 10, gs = 11,
        xr = gs + vectors, sums = xr + rows;
    for (int a : new int[] {x, g, y}) {
      castArray(c, a);
    }
    for (int r = 0; r < rows; r++) {
      c.iload(x0).iload(row).loadConstant(r).imul().iadd().istore(xr + r);
    }
    loadTile(c, rows, vectors, y, y0, yj, sums);
    loop(c, k, 1, depth, () -> {
      for (int v = 0; v < vectors; v++) {
        int lane = v * length;
        load(c, g, () -> c.iload(g0).iload(k).loadConstant(vectors * length).imul().iadd().loadConstant(lane).iadd());
        c.astore(gs + v);
      }
      for (int r = 0; r < rows; r++) {
        species(c);
        c.aload(x).iload(xr + r).iload(k).iadd();
        loadElement(c);
        c.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, element)).astore(q);
        for (int v = 0; v < vectors; v++) {
          fma(c, q, gs + v, sums + r * vectors + v);
        }
      }
    });
    storeTile(c, rows, vectors, y, y0, yj, sums);
    c.return_();
  }

  private void emitProducts(ClassBuilder cls) {
    var arguments = new ClassDesc[] {CD_int, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int, CD_Object};
    for (int columns = 1; columns <= productColumns(); columns++) {
      for (int rows = 1; rows <= productRows(columns); rows++) {
        int r = rows;
        int s = columns;
        cls.withMethodBody("products" + r + "x" + s, MethodTypeDesc.of(CD_void, arguments), ClassFile.ACC_STATIC,
            c -> emitProductsTile(c, r, s));
      }
    }
    var type = MethodTypeDesc.of(CD_void, arguments).insertParameterTypes(0, CD_int, CD_int);
    cls.withMethodBody("products", type, ClassFile.ACC_PUBLIC, c -> choose(c, 2, 1, productColumns(),
        s -> choose(c, 1, 1, productRows(s), r -> forward(c, "products" + r + "x" + s, arguments))));
  }

  private int productColumns() {
    return few ? 2 : 6;
  }

  private int productRows(int columns) {
    if (few) {
      return columns == 1 ? 8 : 4;
    }
    return columns <= 2 ? outerRows : outerRows / 3;
  }

  private void emitProductsTile(CodeBuilder c, int rows, int columns) {
    int channels = 0, lanes = 1, row = 2, x = 3, x0 = 4, xc = 5, g = 6, g0 = 7, gc = 8, totals = 9, zero = 10, stride = 11, channel = 12,
        p = 13, q = 14, gs = 15, gr = gs + columns, xr = gr + columns, sums = xr + rows;
    for (int a : new int[] {x, g, totals}) {
      castArray(c, a);
    }
    c.iconst_0().istore(zero).loadConstant(length).istore(stride);
    loadTile(c, rows * columns, 1, totals, zero, stride, sums);
    loop(c, channel, 1, channels, () -> {
      for (int s = 0; s < columns; s++) {
        c.iload(g0).iload(row).loadConstant(s).imul().iadd().iload(channel).iload(gc).imul().iadd().istore(gr + s);
      }
      for (int r = 0; r < rows; r++) {
        c.iload(x0).iload(row).loadConstant(r).imul().iadd().iload(channel).iload(xc).imul().iadd().istore(xr + r);
      }
      loop(c, p, length, lanes, () -> {
        for (int s = 0; s < columns; s++) {
          int at = gr + s;
          load(c, g, () -> c.iload(at).iload(p).iadd());
          c.astore(gs + s);
        }
        for (int r = 0; r < rows; r++) {
          int at = xr + r;
          load(c, x, () -> c.iload(at).iload(p).iadd());
          c.astore(q);
          for (int s = 0; s < columns; s++) {
            fma(c, q, gs + s, sums + r * columns + s);
          }
        }
      });
    });
    storeTile(c, rows * columns, 1, totals, zero, stride, sums);
    c.return_();
  }

  private void emitAddLanes(ClassBuilder cls) {
    var type = MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_Object, CD_Object, CD_int, CD_int, CD_int);
    int rows = 1, columns = 2, totals = 3, y = 4, y0 = 5, yr = 6, ys = 7, r = 8, s = 9, l = 10, at = 11, from = 12,
        end = 13;
    var kind = f64 ? TypeKind.DOUBLE : TypeKind.FLOAT;
    int sum = 14;
    cls.withMethodBody("addLanes", type, ClassFile.ACC_PUBLIC, c -> {
      castArray(c, totals);
      castArray(c, y);
      c.iconst_0().istore(from).loadConstant(length).istore(end);
      loop(c, r, 1, rows, () -> {
        c.iload(y0).iload(r).iload(yr).imul().iadd().istore(at);
        loop(c, s, 1, columns, () -> {
          c.aload(y).iload(at);
          loadElement(c);
          c.storeLocal(kind, sum);
          loop(c, l, 1, end, () -> {
            c.loadLocal(kind, sum).aload(totals).iload(from);
            loadElement(c);
            if (f64) {
              c.dadd();
            } else {
              c.fadd();
            }
            c.storeLocal(kind, sum).iinc(from, 1);
          });
          c.aload(y).iload(at).loadLocal(kind, sum);
          storeElement(c);
          c.iload(at).iload(ys).iadd().istore(at);
        });
      });
      c.return_();
    });
  }

  private void loadTile(CodeBuilder c, int rows, int vectors, int from, int f0, int fj, int sums) {
    for (int n = 0; n < rows * vectors; n++) {
      int r = n / vectors;
      int lane = n % vectors * length;
      load(c, from, () -> c.iload(f0).iload(fj).loadConstant(r).imul().iadd().loadConstant(lane).iadd());
      c.astore(sums + n);
    }
  }

  private void storeTile(CodeBuilder c, int rows, int vectors, int y, int y0, int yj, int sums) {
    for (int n = 0; n < rows * vectors; n++) {
      int r = n / vectors;
      int lane = n % vectors * length;
      c.aload(sums + n);
      store(c, y, () -> c.iload(y0).iload(yj).loadConstant(r).imul().iadd().loadConstant(lane).iadd());
    }
  }

  /** The butterfly: after the stage of a bit, vectors i and lanes l have that bit of their numbers exchanged. */
  private void emitTranspose(ClassBuilder cls) {
    var type = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_int, CD_Object, CD_int, CD_int);
    int g = 1, g0 = 2, row = 3, to = 4, t0 = 5, stride = 6, vectors = 7, low = 7 + length;
    cls.withMethodBody("transpose", type, ClassFile.ACC_PUBLIC, c -> {
      castArray(c, g);
      castArray(c, to);
      loadTile(c, length, 1, g, g0, row, vectors);
      for (int stage = 0; 1 << stage < length; stage++) {
        for (int i = 0; i < length; i++) {
          int j = i | 1 << stage;
          if (i != j) {
            exchange(c, vectors + i, vectors + j, false, stage);
            c.astore(low);
            exchange(c, vectors + j, vectors + i, true, stage);
            c.astore(vectors + j).aload(low).astore(vectors + i);
          }
        }
      }
      storeTile(c, length, 1, to, t0, stride, vectors);
      c.return_();
    });
  }

  /** a where the lane's bit is {@code own}, and b from across the bit elsewhere. */
  private void exchange(CodeBuilder c, int a, int b, boolean own, int stage) {
    if (own) {
      across(c, b, stage);
      c.aload(a);
    } else {
      c.aload(a);
      across(c, b, stage);
    }
    stageConstant(c, 2 * stage, MASK);
    c.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
  }

  private void across(CodeBuilder c, int a, int stage) {
    c.aload(a);
    stageConstant(c, 2 * stage + 1, SHUFFLE);
    c.invokevirtual(vector, "rearrange", MethodTypeDesc.of(vector, SHUFFLE));
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
        .invokespecial(ClassDesc.of("java.lang.AssertionError"), ConstantDescs.INIT_NAME,
            ConstantDescs.MTD_void).athrow();
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
