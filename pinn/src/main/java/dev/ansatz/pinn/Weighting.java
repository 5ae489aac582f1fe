package dev.ansatz.pinn;

import dev.ansatz.engine.optim.Combiner;
import dev.ansatz.engine.optim.ConflictFree;
import dev.ansatz.engine.optim.GradientNormWeights;
import dev.ansatz.engine.optim.GradientSurgery;
import dev.ansatz.engine.optim.ImpartialLearning;
import dev.ansatz.engine.optim.LearningRateAnnealing;
import dev.ansatz.engine.optim.MomentumConflictFree;
import dev.ansatz.engine.optim.MultiAdam;
import dev.ansatz.engine.optim.TangentKernelWeights;
import dev.ansatz.engine.optim.WeightedSum;
import java.util.function.Supplier;

/**
 * How the losses of the residual and of the conditions are balanced while Adam, or what takes its place, trains.
 *
 * <p>A second-order method afterwards minimises their sum, weighted by {@link PinnOptions#conditionWeight}.
 */
public enum Weighting {
  /** Their sum. */
  SUM("") {
    @Override
    public Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed) {
      return WeightedSum.ofOnes(losses);
    }
  },
  /** {@link GradientNormWeights}, renewed every 100 steps. */
  GRAD_NORM("S. Wang, S. Sankaran, H. Wang, P. Perdikaris, An expert's guide to training physics-informed neural networks, "
      + "arXiv:2308.08468") {
    @Override
    public Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed) {
      return new GradientNormWeights(losses, RENEWAL, KEPT);
    }
  },
  /** {@link TangentKernelWeights}, renewed every 100 steps. */
  NTK("S. Wang, X. Yu, P. Perdikaris, When and why PINNs fail to train: a neural tangent kernel perspective, J. Comput. Phys. 449 (2022), "
      + "doi:10.1016/j.jcp.2021.110768") {
    @Override
    public Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed) {
      return new TangentKernelWeights(losses, RENEWAL, KEPT, kernelDiagonals);
    }
  },
  /** {@link LearningRateAnnealing}, renewed every 10 steps. */
  LRA("S. Wang, Y. Teng, P. Perdikaris, Understanding and mitigating gradient flow pathologies in physics-informed neural networks, "
      + "SIAM J. Sci. Comput. 43 (2021), doi:10.1137/20M1318043") {
    @Override
    public Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed) {
      return new LearningRateAnnealing(losses, 10, KEPT);
    }
  },
  /** {@link GradientSurgery}. */
  PCGRAD("T. Yu et al., Gradient surgery for multi-task learning, NeurIPS 2020, arXiv:2001.06782") {
    @Override
    public Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed) {
      return new GradientSurgery(seed);
    }
  },
  /** {@link ImpartialLearning}. */
  IMTL_G("L. Liu et al., Towards impartial multi-task learning, ICLR 2021") {
    @Override
    public Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed) {
      return new ImpartialLearning();
    }
  },
  /** {@link ConflictFree}. */
  CONFIG(Weighting.CONFIG_PAPER) {
    @Override
    public Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed) {
      return new ConflictFree();
    }
  },
  /** {@link MomentumConflictFree} in place of Adam; one loss's gradient a step. */
  M_CONFIG(Weighting.CONFIG_PAPER) {
    @Override
    public Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed) {
      return new MomentumConflictFree(losses, parameters);
    }
  },
  /** {@link MultiAdam} in place of Adam. */
  MULTIADAM("J. Yao et al., MultiAdam: parameter-wise scale-invariant optimizer for multiscale training of physics-informed neural "
      + "networks, ICML 2023, arXiv:2306.02816") {
    @Override
    public Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed) {
      return new MultiAdam(losses, parameters);
    }
  };

  private static final String CONFIG_PAPER =
      "Q. Liu, M. Chu, N. Thuerey, ConFIG: towards conflict-free training of physics informed neural networks, ICLR 2025, arXiv:2408.11104";
  /** The authors' 1,000 steps are for runs of 100,000 and more. */
  private static final int RENEWAL = 100;
  private static final double KEPT = 0.9;

  private final String citation;

  Weighting(String citation) {
    this.citation = citation;
  }

  /** What to cite for it, empty for nothing. */
  public String citation() {
    return citation;
  }

  /** Whether the combiner makes whole updates, to be multiplied by the learning rate alone, and so takes Adam's place. */
  public boolean replacesAdam() {
    return this == M_CONFIG || this == MULTIADAM;
  }

  /**
   * A new combiner for one run.
   *
   * @param kernelDiagonals the mean diagonal of each loss's neural tangent kernel at the present parameters
   */
  public abstract Combiner combiner(int losses, int parameters, Supplier<double[]> kernelDiagonals, long seed);
}
