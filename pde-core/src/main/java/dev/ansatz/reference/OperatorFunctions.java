package dev.ansatz.reference;

import org.ejml.data.DMatrixRMaj;

/** Several functions of a linear operator, given for its eigenvalues and, where fields are coupled, for real matrices. */
interface OperatorFunctions {
  int count();

  /** {@code {real parts, imaginary parts}}. */
  double[][] of(double re, double im);

  DMatrixRMaj[] of(DMatrixRMaj a);

  /** The operator itself. */
  OperatorFunctions IDENTITY = new OperatorFunctions() {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public double[][] of(double re, double im) {
      return new double[][] {{re}, {im}};
    }

    @Override
    public DMatrixRMaj[] of(DMatrixRMaj a) {
      return new DMatrixRMaj[] {a};
    }
  };
}
