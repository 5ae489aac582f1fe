package dev.ansatz.pinn;

import dev.ansatz.engine.nn.Activation;
import dev.ansatz.engine.nn.Mlp;
import dev.ansatz.engine.optim.AdaptiveRatio;
import dev.ansatz.engine.optim.LeastSquares;
import dev.ansatz.engine.optim.LevenbergMarquardt;
import dev.ansatz.engine.optim.Optimizer;
import dev.ansatz.engine.optim.SelfScaledBroyden;
import dev.ansatz.engine.program.Executor;
import dev.ansatz.pinn.causal.Causality;
import dev.ansatz.solve.SettingLimits;
import dev.ansatz.solve.SettingValues;
import dev.ansatz.solve.SolverProvider;
import dev.ansatz.solve.SolverProvider.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that configures a {@link Pinn} but the {@link dev.ansatz.solve.Run}.
 *
 * @param architecture of the network of the fields
 * @param coefficientLayers hidden layers of the network of each unknown coefficient, at least 1
 * @param coefficientWidth units of each of them, at least 1
 * @param waves whether waves of the wave numbers found in the statement are among the features
 * @param reflections whether what the statement shows to be odd or even is so by construction
 * @param layers whether what diffusion makes at first of initial values that do not fit the boundary is part of the trial functions
 * @param conditions whether conditions are built into the trial functions where they fit
 * @param points collocation points in the interior, at least 16
 * @param conditionPoints points on each part of the boundary, and at the initial time, whose condition is a loss
 * @param conditionWeight weight of each condition's loss against the residual's
 * @param sampling how interior points are chosen
 * @param weighting how the losses are balanced while Adam trains
 * @param growth whether residuals weigh more where a reaction makes errors grow; not under causal weights
 * @param causal how strictly training keeps to the order of time; see {@link dev.ansatz.pinn.causal} for a patent claim
 * @param causalSlices intervals of time whose points share a causal weight, at least 2 and at most the points
 * @param slabs intervals of time, each with a network of its own that starts exactly where the one before ends, at least 1; see
 *     {@link dev.ansatz.pinn.train.TimeMarching}
 * @param slabStart the parameters that each slab but the first begins with
 * @param adamSteps steps of Adam before second-order training, at least 0
 * @param learningRate of Adam
 * @param optimiser of the second-order training
 * @param sketch parameters in which a sketched method seeks each step, at least 1; it mixes the residuals into twice as many
 * @param iterations of the second-order training at most, at least 0
 * @param redraw second-order iterations between two draws of the points, at least 1
 * @param continuation the parameter that is led from an easier value to its own, with {@link Continuation#NONE} for none
 * @param tolerance root mean square of the held-out residual at which training ends, relative to that of the untrained network, or of no
 *     network at all where that is less
 */
public record PinnOptions(
    Architecture architecture,
    int coefficientLayers,
    int coefficientWidth,
    Waves waves,
    Reflections reflections,
    Layers layers,
    Conditions conditions,
    int points,
    int conditionPoints,
    double conditionWeight,
    Sampling sampling,
    Weighting weighting,
    Growth growth,
    Causality causal,
    int causalSlices,
    int slabs,
    SlabStart slabStart,
    int adamSteps,
    double learningRate,
    Optimiser optimiser,
    int sketch,
    int iterations,
    int redraw,
    Continuation continuation,
    double tolerance) {

  /** How initial and boundary conditions are met: built into the trial functions where they fit, or by losses. */
  public enum Conditions { HARD, SOFT }

  /** Which waves are among the features of coordinates that are not periodic. */
  public enum Waves {
    /** Those of {@link dev.ansatz.pinn.ansatz.WaveNumbers#notable}. */
    STATED,
    NONE
  }

  /** Which reflections the answer has by construction. */
  public enum Reflections {
    /** Those of {@link dev.ansatz.pinn.ansatz.Reduction}. */
    STATED,
    NONE
  }

  /** Which layers at the initial time the trial functions have where conditions are built in. */
  public enum Layers {
    /** Those of {@link dev.ansatz.pinn.ansatz.InitialLayer}. */
    STATED,
    NONE
  }

  /** Which growth of errors weighs residuals. */
  public enum Growth {
    /** That of {@link dev.ansatz.pinn.ansatz.GrowthRate}. */
    STATED,
    NONE
  }

  /** The parameters that the network of a slab begins with. */
  public enum SlabStart {
    /** New ones, the same for all slabs. */
    FRESH,
    /** Those of the slab before plus a hundredth of new ones. */
    WARM
  }

  /** How interior points are chosen. */
  public enum Sampling {
    /** Latin hypercube, redrawn. */
    LATIN_HYPERCUBE(""),
    /** A scrambled Sobol sequence, redrawn. */
    SOBOL(""),
    /** Independent uniform points, redrawn. */
    UNIFORM(""),
    /** Latin hypercube, drawn once. */
    FIXED(""),
    /** Drawn where the residual is large, see {@link dev.ansatz.pinn.sampling.ResidualAdaptive}. */
    RAD(Sampling.COMPARISON),
    /** Half of the points to begin with; each redraw adds a twentieth, see {@link dev.ansatz.pinn.sampling.GreedyRefinement}. */
    RAR_G(Sampling.COMPARISON),
    /** Renewed in every step of Adam and at redraws, see {@link dev.ansatz.pinn.sampling.RetainResampleRelease}. */
    R3(Sampling.R3_PAPER),
    /**
     * The same behind a {@link dev.ansatz.pinn.sampling.CausalGate} while Adam trains. The gate's rate is the paper's, or what takes it
     * across the time range in half of the steps; in the second-order training it is open.
     */
    CAUSAL_R3(Sampling.R3_PAPER);

    private static final String COMPARISON = "C. Wu, M. Zhu, Q. Tan, Y. Kartha, L. Lu, A comprehensive study of non-adaptive and "
        + "residual-based adaptive sampling for physics-informed neural networks, Comput. Methods Appl. Mech. Eng. 403 (2023), "
        + "doi:10.1016/j.cma.2022.115671";
    private static final String R3_PAPER = "A. Daw, J. Bu, S. Wang, P. Perdikaris, A. Karpatne, Mitigating propagation failures in "
        + "physics-informed neural networks using retain-resample-release (R3) sampling, ICML 2023, arXiv:2207.02338";

    private final String citation;

    Sampling(String citation) {
      this.citation = citation;
    }

    /** What to cite for it, empty for nothing. */
    public String citation() {
      return citation;
    }

    /** Whether points move in every step of Adam. */
    public boolean everyStep() {
      return this == R3 || this == CAUSAL_R3;
    }
  }

  /** The method that follows Adam. */
  public enum Optimiser {
    LEVENBERG_MARQUARDT("Levenberg–Marquardt", "D. W. Marquardt, An algorithm for least-squares estimation of nonlinear parameters, "
        + "J. SIAM 11 (1963), doi:10.1137/0111030") {
      @Override
      public Optimizer<? super LeastSquares> make(int parameters, PinnOptions options, Executor executor, long seed) {
        return new LevenbergMarquardt(executor, 1e-2);
      }
    },
    ADAPTIVE_RATIO("adaptive ratio", "F. Webb, Y. Jerad, C. Cartis, arXiv:2607.02194") {
      @Override
      public Optimizer<? super LeastSquares> make(int parameters, PinnOptions options, Executor executor, long seed) {
        return new AdaptiveRatio(executor);
      }
    },
    /** In random subspaces of {@link PinnOptions#sketch} parameters. */
    SKETCHED_ADAPTIVE_RATIO("sketched adaptive ratio", "F. Webb, Y. Jerad, C. Cartis, arXiv:2607.02194") {
      @Override
      public Optimizer<? super LeastSquares> make(int parameters, PinnOptions options, Executor executor, long seed) {
        return AdaptiveRatio.sketched(executor, 2 * options.sketch, options.sketch, seed);
      }
    },
    SSBROYDEN("SSBroyden", "J. F. Urbán, P. Stefanou, J. A. Pons, Unveiling the optimization process of physics informed neural networks, "
        + "J. Comput. Phys. 523 (2025) 113656, doi:10.1016/j.jcp.2024.113656") {
      @Override
      public Optimizer<? super LeastSquares> make(int parameters, PinnOptions options, Executor executor, long seed) {
        return new SelfScaledBroyden(parameters, SelfScaledBroyden.Variant.SSBROYDEN2, executor);
      }
    },
    NONE("none", "") {
      @Override
      public Optimizer<? super LeastSquares> make(int parameters, PinnOptions options, Executor executor, long seed) {
        throw new IllegalStateException("no method is to follow Adam");
      }
    };

    private final String title;
    private final String citation;

    Optimiser(String title, String citation) {
      this.title = title;
      this.citation = citation;
    }

    /** What progress calls it. */
    public String title() {
      return title;
    }

    /** What to cite for it, empty for nothing. */
    public String citation() {
      return citation;
    }

    /** A new one for that many parameters. */
    public abstract Optimizer<? super LeastSquares> make(int parameters, PinnOptions options, Executor executor, long seed);
  }

  public PinnOptions {
    new SettingLimits()
        .atLeast("coefficient-layers", coefficientLayers, 1)
        .atLeast("coefficient-width", coefficientWidth, 1)
        .atLeast("points", points, 16)
        .atLeast("condition-points", conditionPoints, 1)
        .atLeast("slabs", slabs, 1)
        .atLeast("adam-steps", adamSteps, 0)
        .atLeast("sketch", sketch, 1)
        .atLeast("iterations", iterations, 0)
        .atLeast("redraw", redraw, 1)
        .positive("condition-weight", conditionWeight)
        .positive("learning-rate", learningRate)
        .atLeast("causal-slices", causalSlices, 2)
        .require(causalSlices <= points, "causal-slices must be at most the points, " + points + ", not " + causalSlices)
        .require(weighting == Weighting.SUM || adamSteps > 0, "weighting=" + SettingValues.word(weighting) + " balances the losses in the "
            + "steps of Adam, and there are none; give adam-steps, or weighting=sum")
        .require(sampling != Sampling.CAUSAL_R3 || adamSteps > 0, "sampling=causal-r3 moves its gate with the steps of Adam, and there are "
            + "none; give adam-steps, or sampling=r3")
        .require(adamSteps > 0 || optimiser != Optimiser.NONE && iterations > 0, "adam-steps=0 with "
            + (optimiser == Optimiser.NONE ? "optimiser=none" : "iterations=0") + " trains nothing: give one of them")
        .notNegative("tolerance", tolerance)
        .orThrow();
  }

  /** The named configurations, the default one first. */
  public static final List<String> PRESETS = List.of("accurate", "fast", "plain", "causal", "marching", "inverse");

  /**
   * A named configuration: {@code accurate} (small network with the waves of the data, half of the box where the solution is odd,
   * hard conditions with initial layers, adaptive points weighed by the growth of errors, Adam then self-scaled Broyden),
   * {@code fast} (the same, smaller), {@code plain} (the method of Raissi, Perdikaris and Karniadakis: soft conditions, Adam),
   * {@code causal} (the network of {@code accurate}, trained in the order of time; see {@link dev.ansatz.pinn.causal} for a patent claim),
   * {@code marching} (larger networks of the kind of {@code accurate}, one for each of five intervals of time, for evolutions that one
   * network does not follow to their end: dispersive waves, chaos),
   * {@code inverse} (for unknown coefficients, and unknown constants of smooth fields: small networks, Levenberg–Marquardt from the start;
   * of fields with layers or many oscillations {@code accurate} finds the constants sooner).
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static PinnOptions preset(String name) {
    var accurate = new PinnOptions(new Architecture(3, 20, Activation.TANH, 2), 1, 8, Waves.STATED, Reflections.STATED, Layers.STATED,
        Conditions.HARD, 4000, 200, 1, Sampling.RAD, Weighting.SUM, Growth.STATED, Causality.NONE, 32, 1, SlabStart.FRESH,
        1000, 5e-3, Optimiser.SSBROYDEN, 500, 1_000_000, 500, Continuation.NONE, 1e-12);
    return switch (name) {
      case "accurate" -> accurate;
      case "fast" -> accurate.with("layers=2 width=16 harmonics=1 points=1500 condition-points=100 adam-steps=500 tolerance=1e-5");
      case "plain" -> accurate.with("layers=4 width=50 harmonics=1 waves=none reflections=none initial-layers=none growth=none "
          + "conditions=soft points=4096 sampling=latin-hypercube redraw=1 adam-steps=200000 learning-rate=1e-3 "
          + "optimiser=none iterations=0 tolerance=0");
      case "causal" -> accurate.with("sampling=latin-hypercube causal=annealed adam-steps=5000");
      case "marching" -> accurate.with("width=30 harmonics=4 slabs=5");
      case "inverse" -> accurate.with("layers=2 width=16 waves=none points=1000 condition-points=100 redraw=20 adam-steps=0 "
          + "optimiser=levenberg-marquardt");
      default -> throw SolverProvider.noPreset(name, PRESETS);
    };
  }

  /** The network of an unknown coefficient. */
  public Mlp coefficientNetwork() {
    return new Mlp(coefficientLayers, coefficientWidth, architecture.activation());
  }

  /** This configuration with settings changed as {@code name=value}, with spaces between them. */
  private PinnOptions with(String changes) {
    return with(Arrays.stream(changes.split(" ")).map(change -> change.split("="))
        .collect(Collectors.toMap(change -> change[0], change -> change[1])));
  }

  /** Every setting by name, with its present value and meaning. */
  public List<Setting> settings() {
    var settings = new ArrayList<>(architecture.settings());
    settings.addAll(List.of(
        new Setting("coefficient-layers", "" + coefficientLayers, "hidden layers of the network of an unknown coefficient"),
        new Setting("coefficient-width", "" + coefficientWidth, "units of each of them"),
        new Setting("waves", SettingValues.word(waves), "stated: waves as fast as the data of the problem among the features; none"),
        new Setting("reflections", SettingValues.word(reflections), "stated: odd and even where the statement shows it; none"),
        new Setting("initial-layers", SettingValues.word(layers),
            "stated: what diffusion makes at first of initial values that do not fit the boundary; none"),
        new Setting("conditions", SettingValues.word(conditions), "hard: built into the trial function where they fit; soft: losses"),
        new Setting("points", "" + points, "collocation points in the interior"),
        new Setting("condition-points", "" + conditionPoints, "points on each part whose condition is a loss"),
        new Setting("condition-weight", "" + conditionWeight, "weight of such a loss against the residual"),
        new Setting("sampling", SettingValues.word(sampling),
            "latin-hypercube, sobol, uniform, fixed, or led by the residual: rad, rar-g, r3, causal-r3"),
        new Setting("weighting", SettingValues.word(weighting),
            "sum, or balance of several losses under Adam: grad-norm, ntk, lra, pcgrad, imtl-g, config, m-config, multiadam"),
        new Setting("growth", SettingValues.word(growth), "stated: residuals weigh more where the reaction makes errors grow; none"),
        new Setting("causal", causal.toString(),
            "none, annealed, or epsilons such as 1 or 0.1,1,10: earlier times first (patent claimed, see the guide)"),
        new Setting("causal-slices", "" + causalSlices, "intervals of time whose points share a causal weight"),
        new Setting("slabs", "" + slabs, "intervals of time with a network each, which starts exactly where the one before ends"),
        new Setting("slab-start", SettingValues.word(slabStart),
            "parameters of each slab but the first: fresh, or warm from the one before"),
        new Setting("adam-steps", "" + adamSteps, "steps of Adam at the start"),
        new Setting("learning-rate", "" + learningRate, "of Adam"),
        new Setting("optimiser", SettingValues.word(optimiser),
            "levenberg-marquardt, adaptive-ratio, sketched-adaptive-ratio, ssbroyden or none, after Adam"),
        new Setting("sketch", "" + sketch, "parameters in which a sketched method seeks each step"),
        new Setting("iterations", "" + iterations, "of that optimiser at most"),
        new Setting("redraw", "" + redraw, "iterations between two draws of the points"),
        new Setting("continuation", continuation.toString(), "automatic, none, or PARAMETER:VALUE to start from"),
        new Setting("tolerance", "" + tolerance, "held-out residual at which training ends, relative to what it was at first")));
    return settings;
  }

  /**
   * This configuration with some settings changed.
   *
   * @throws IllegalArgumentException with a line for each unknown setting and each value that cannot be
   */
  public PinnOptions with(Map<String, String> changes) {
    return new SettingValues(settings(), changes).read(values -> new PinnOptions(
        architecture.with(values),
        values.integer("coefficient-layers"),
        values.integer("coefficient-width"),
        values.word("waves", Waves.class, waves),
        values.word("reflections", Reflections.class, reflections),
        values.word("initial-layers", Layers.class, layers),
        values.word("conditions", Conditions.class, conditions),
        values.integer("points"),
        values.integer("condition-points"),
        values.number("condition-weight"),
        values.word("sampling", Sampling.class, sampling),
        values.word("weighting", Weighting.class, weighting),
        values.word("growth", Growth.class, growth),
        values.parsed("causal", Causality::parse, causal),
        values.integer("causal-slices"),
        values.integer("slabs"),
        values.word("slab-start", SlabStart.class, slabStart),
        values.integer("adam-steps"),
        values.number("learning-rate"),
        values.word("optimiser", Optimiser.class, optimiser),
        values.integer("sketch"),
        values.integer("iterations"),
        values.integer("redraw"),
        values.parsed("continuation", Continuation::parse, continuation),
        values.number("tolerance")));
  }
}
