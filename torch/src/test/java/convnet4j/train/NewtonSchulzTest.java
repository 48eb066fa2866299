package convnet4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import convnet4j.torch.Natives;
import convnet4j.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewtonSchulzTest {
  @BeforeAll
  static void natives() {
    Natives.load();
  }

  private static float[] singularValues(Tensor matrix) {
    return Tensors.toHost(torch.linalg_svdvals(matrix)).toFloats();
  }

  private static double throughThePolynomial(double sigma) {
    for (int step = 0; step < 3; step++) {
      sigma = 3.4445 * sigma - 4.7750 * Math.pow(sigma, 3) + 2.0315 * Math.pow(sigma, 5);
    }
    return sigma;
  }

  @ParameterizedTest
  @CsvSource({"64, 216", "216, 64", "256, 576", "24, 24", "96, 9", "1, 27"})
  void everySingularValueIsMovedByThePolynomialAndComesNearOne(int rows, int columns) {
    torch.manual_seed(5);
    try (PointerScope scope = new PointerScope()) {
      Tensor matrix = torch.randn(rows, columns);
      double norm = matrix.norm().item_double();
      float[] before = singularValues(matrix);
      float[] after = singularValues(NewtonSchulz.orthogonalised(matrix));
      // Not monotonous: the order changes.
      double[] expected = new double[before.length];
      int above = 0;
      for (int i = 0; i < before.length; i++) {
        expected[i] = throughThePolynomial(before[i] / norm);
        above += before[i] / norm > 0.02 ? 1 : 0;
      }
      Arrays.sort(expected);
      assertThat(above).isGreaterThan(before.length / 2);
      for (int i = 0; i < expected.length; i++) {
        float sigma = after[expected.length - 1 - i];
        assertThat((double) sigma).isCloseTo(expected[i], within(1e-4));
        assertThat(sigma).isLessThan(1.21f);
        if (i >= expected.length - above) {
          assertThat(sigma).isGreaterThan(0.68f);
        }
      }
    }
  }

  /** U and V stay: X = U p(Σ) Vᵀ, so that XGᵀ = U p(Σ) Σ Uᵀ is symmetric, and so is XᵀG. */
  @Test
  void singularVectorsStay() {
    torch.manual_seed(6);
    try (PointerScope scope = new PointerScope()) {
      Tensor matrix = torch.randn(12, 30);
      float[] untouched = Tensors.toHost(matrix).toFloats();
      Tensor result = NewtonSchulz.orthogonalised(matrix);
      for (Tensor product : new Tensor[] {result.mm(matrix.t()), result.t().mm(matrix)}) {
        double asymmetry = product.sub(product.t()).norm().item_double();
        assertThat(asymmetry / product.norm().item_double()).isLessThan(1e-5);
      }
      assertThat(Tensors.toHost(matrix).toFloats()).isEqualTo(untouched);
    }
  }

  @Test
  void zerosStayZeros() {
    try (PointerScope scope = new PointerScope()) {
      Tensor result = NewtonSchulz.orthogonalised(torch.zeros(4, 6));
      assertThat(Tensors.toHost(result).toFloats()).containsOnly(0);
    }
  }
}
